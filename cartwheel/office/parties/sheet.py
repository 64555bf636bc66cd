"""The party sheet: what hosts need to know, on one page for the wall."""

from pathlib import Path

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people.models import Kind
from cartwheel.kernel.pdf import render_pdf
from cartwheel.ui import formats

TEMPLATE = Path(__file__).with_name("sheet.typ")
LETTER = {"US", "CA", "MX", "PH", "CO", "CL", "VE"}


def sheet_pdf(party: Party, *, account: Account) -> bytes:
    """The sheet of a party as PDF. Staff notes are on it, prices are not."""
    honoree = party.honoree
    age = honoree.age_on(party.on) if honoree else None
    shown_honoree = (
        str(honoree or "")
        if age is None
        else _("%(name)s, %(age)d")
        % {
            "name": honoree,
            "age": age,
        }
    )
    contact = [party.contact_name, formats.phone(party.contact_phone, account.country)]
    facts = [
        (_("Organization"), str(party.family) if party.family.kind == Kind.ORGANIZATION else ""),
        (_("Honoree"), shown_honoree),
        (_("Guests"), str(party.guests)),
        (_("Package"), str(party.package)),
        (_("Hosts"), ", ".join(str(host.staff) for host in party.hosts.all())),
        (_("Contact"), ", ".join(filter(None, contact))),
    ]
    notes = [(_("Customer notes"), party.customer_notes), (_("Staff notes"), party.staff_notes)]
    when = f"{formats.weekday(party.starts_at)}, {formats.hours(party.starts_at, party.ends_at)}"
    return render_pdf(
        TEMPLATE,
        {
            "paper": "us-letter" if account.country in LETTER else "a4",
            "account": account.name,
            "location": party.location.name,
            "number": _("Party %d") % party.number,
            "title": party.title,
            "when": when,
            "station": str(party.station),
            "facts": [fact for fact in facts if fact[1]],
            "add_ons": [str(pick) for pick in party.add_ons.all()],
            "notes": [note for note in notes if note[1].strip()],
            "words": {"add_ons": _("Add-ons")},
        },
    )
