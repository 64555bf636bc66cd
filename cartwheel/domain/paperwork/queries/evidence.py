"""A signature as a document: the text, who signed it, how, where and when."""

from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.paperwork.models import Cover, PolicyVersion, Signature
from cartwheel.kernel.pdf import render_pdf

TEMPLATE = Path(__file__).parent.parent / "evidence.typ"
FORM = Path(__file__).parent.parent / "form.typ"
LETTER = {"US", "CA", "MX", "PH", "CO", "CL", "VE"}
CANVAS = (1000, 300)


def with_evidence(account: Account) -> Any:
    """Signatures with all that a page about them tells; ``awaits``: that staff must confirm it."""
    awaits = Cover.objects.filter(account=account, signature=OuterRef("pk"), awaits=True)
    return (
        Signature.objects.filter(account=account)
        .select_related(
            "policy", "version", "family", "guardian", "location", "confirmation", "voiding"
        )
        .annotate(awaits=Exists(awaits))
    )


def evidence_pdf(signature: Signature, account: Account) -> bytes:
    """One document that says all there is to a signature. The location is that of ``account``."""
    return render_pdf(TEMPLATE, evidence_data(signature, account))


def form_pdf(version: PolicyVersion, account: Account) -> bytes:
    """The text with lines to sign on, for paper."""
    return render_pdf(
        FORM,
        _head(version, account)
        | {
            "text": _paragraphs(version.text),
            "lines": [
                _("For (names and birth dates)"),
                _("Name of who signs"),
                _("Birth date of who signs"),
                _("Date"),
                _("Signature"),
            ],
        },
    )


def _head(version: PolicyVersion, account: Account) -> dict[str, Any]:
    return {
        "paper": "us-letter" if account.country in LETTER else "a4",
        "business": account.name,
        "title": version.title,
        "edition": _("Version %(number)d of %(day)s")
        % {
            "number": version.number,
            "day": format_date(version.created_at.date(), "medium", locale=account.locale),
        },
        "fingerprint": version.fingerprint,
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def evidence_data(signature: Signature, account: Account) -> dict[str, Any]:
    """What stands in the document, in words."""
    return _head(signature.version, account) | {
        "text": _paragraphs(signature.version.text),
        "facts": [fact for fact in _facts(signature, account) if fact[1]],
        "drawing": svg_of(signature.drawing) if signature.drawing else "",
        "typed": signature.typed,
        "voided": _voided(signature, account),
        "seal": signature.seal,
        "words": {
            "signature": _("Signature"),
            "typed": _("Typed by the signer as her signature"),
            "wording": _("Wording (SHA-256)"),
            "seal": _("Signature (SHA-256)"),
        },
    }


def _facts(signature: Signature, account: Account) -> list[tuple[str, str]]:
    def day(value: Any) -> str:
        return format_date(value, "long", locale=account.locale) if value else ""

    return [
        (_("Signed by"), signature.signer_name),
        (_("Birth date"), day(signature.signer_born_on)),
        (_("Contact given"), signature.signer_contact),
        (_("For"), ", ".join(_named(each) for each in signature.people)),
        (_("Family"), str(signature.family)),
        (_("Signed on"), day(signature.signed_on)),
        (_("Recorded"), _moment(signature.signed_at, signature, account)),
        (_("Counts until"), day(signature.expires_on)),
        (_("Way"), f"{signature.get_source_display()}, {signature.get_manner_display().lower()}"),
        (_("Location"), str(signature.location or "")),
        (_("Network address"), signature.address or ""),
        (_("Device"), signature.device),
        (_("Recorded by"), signature.actor_name),
        (
            _("Scan"),
            f"{signature.scan_name}, SHA-256 {signature.scan_hash}" if signature.scan else "",
        ),
        (_("Validated"), _decided(getattr(signature, "confirmation", None), signature, account)),
    ]


def _named(person: dict[str, Any]) -> str:
    born_on = person["born_on"]
    return f"{person['name']} ({born_on})" if born_on else str(person["name"])


def _moment(at: Any, signature: Signature, account: Account) -> str:
    zone = signature.location.zone if signature.location else None
    return format_datetime(at, "long", tzinfo=zone, locale=account.locale)


def _decided(decision: Any, signature: Signature, account: Account) -> str:
    if decision is None:
        return ""
    return f"{decision.actor_name}, {_moment(decision.at, signature, account)}"


def _voided(signature: Signature, account: Account) -> str:
    voiding = getattr(signature, "voiding", None)
    if voiding is None:
        return ""
    return _("Voided by %(who)s: %(reason)s") % {
        "who": _decided(voiding, signature, account),
        "reason": voiding.reason,
    }


def svg_of(strokes: list[list[list[int]]]) -> str:
    """The drawing as a picture; nothing but numbers gets into it."""
    wide, high = CANVAS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
        f'<path d="{path_of(strokes)}" fill="none" stroke="#111" stroke-width="5"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def path_of(strokes: list[list[list[int]]]) -> str:
    """The strokes as the ``d`` of an SVG path on a canvas of 1000 by 300."""
    return " ".join(_line(stroke) for stroke in strokes)


def _line(stroke: list[list[int]]) -> str:
    first, *rest = [f"{int(x)} {int(y)}" for x, y in stroke]
    return f"M{first} " + " ".join(f"L{point}" for point in rest or [first])
