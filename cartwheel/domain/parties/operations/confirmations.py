"""Writing to the family that the party is booked."""

from datetime import datetime

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.parties.models import Confirmation, Party
from cartwheel.domain.parties.operations.booking import subjects_of, told_of
from cartwheel.domain.parties.operations.changing import locked
from cartwheel.domain.parties.queries import party_money, price_of, settings_of
from cartwheel.domain.parties.refusals import QuoteLapsed
from cartwheel.domain.people.models import Kind
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.wording import hours, money

Facts = list[tuple[str, str]]


@transaction.atomic
def send_confirmation(party: Party, *, now: datetime, by: Actor) -> Confirmation:
    """Write to the party's contact what is booked, and keep that it was sent.

    Says the account's own text, the facts of the party, what is still owed, and the customer
    notes; never the staff notes. Raises ``Refused`` (field contact_email) without an address.
    """
    fresh = locked(party, by=by)
    if fresh.is_quote:
        raise QuoteLapsed(_("This is a quote. Confirm it first."))
    if not fresh.contact_email:
        raise Refused(_("The party has no contact email."), field="contact_email")
    greeting, facts, notes = _content(fresh)
    message = post_message(
        to=fresh.contact_email,
        to_name=fresh.contact_name,
        title=_("%(title)s is booked at %(account)s")
        % {"title": fresh.title, "account": by.account},
        text=_text(greeting, facts, notes),
        html=_html(greeting, facts, notes),
        kind="party.confirmation",
        regarding=[fresh, fresh.family],
        by=by,
    )
    confirmation = Confirmation.objects.create(
        account=by.account, party=fresh, message=message, sent_by=by.name[:200]
    )
    record("party.confirmation_sent", *subjects_of(fresh), by=by, **told_of(fresh), to=message.to)
    return confirmation


def _content(party: Party) -> tuple[str, Facts, str]:
    greeting = settings_of(party.location).confirmation.strip() or _("Your party is booked.")
    return greeting, _facts(party), party.customer_notes.strip()


def _facts(party: Party) -> Facts:
    account, paid = party.location.account, party_money(party)
    picks = party.add_ons.select_related("add_on")
    where = ", ".join(
        [str(party.station), str(party.location), *party.location.address.split("\n")]
    )
    facts = [
        (_("Party"), party.title),
        (_("When"), hours(party.starts_at, party.ends_at, party.location)),
        (_("Where"), where.rstrip(", ")),
        (_("Organization"), str(party.family) if party.family.kind == Kind.ORGANIZATION else ""),
        (_("Honoree"), str(party.honoree or "")),
        (_("Guests"), str(party.guests)),
        (_("Package"), str(party.package)),
        (_("Add-ons"), ", ".join(str(each) for each in picks)),
        (_("Price"), money(price_of(party).total, account)),
        (_("Paid"), money(paid.paid, account) if paid.paid else ""),
        (_("Still owed"), money(paid.owed, account) if paid.owed > 0 else ""),
        (_("Booking number"), str(party.number)),
    ]
    return [(name, value) for name, value in facts if value]


def _text(greeting: str, facts: Facts, notes: str) -> str:
    told = "\n".join(f"{name}: {value}" for name, value in facts)
    parts = [greeting, told, *([_("Notes:") + "\n" + notes] if notes else [])]
    return "\n\n".join(parts) + "\n"


def _html(greeting: str, facts: Facts, notes: str) -> str:
    rows = format_html_join("", '<tr><th align="left">{}</th><td>{}</td></tr>', facts)
    heading = format_html("<p><b>{}</b></p>", _("Notes:")) if notes else ""
    return format_html(
        "{}<table>{}</table>{}{}", _paragraphs(greeting), rows, heading, _paragraphs(notes)
    )


def _paragraphs(text: str) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line))
