"""The email addresses and phone numbers of a guardian: any number of each, one of them primary."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cartwheel.domain.people.models import Guardian, GuardianEmail, GuardianPhone
from cartwheel.domain.people.operations.reading import read_email, read_phone, short_line
from cartwheel.domain.people.operations.rows import Told, said

Entry = GuardianEmail | GuardianPhone
COLUMNS: dict[type[Entry], tuple[str, str, str]] = {
    GuardianEmail: ("emails", "address", "gets_mailings"),
    GuardianPhone: ("phones", "number", "gets_texts"),
}


@dataclass(frozen=True)
class Contact:
    """An address or number with what it is for (Work, Home). The first one is the primary one
    where none says so.

    ``agreed``: an address gets mailings, a number gets texts. None keeps what is there; a new
    address then gets mailings, a new number gets no texts.
    """

    value: str
    label: str = ""
    is_primary: bool = False
    agreed: bool | None = None


def keep_contacts(
    guardian: Guardian,
    *,
    emails: Sequence[Contact] | None = None,
    phones: Sequence[Contact] | None = None,
) -> Told:
    """Make these the guardian's addresses and numbers; None leaves them as they are.

    Gives back what the history tells.
    """
    told: Told = {}
    if emails is not None:
        told |= _keep(GuardianEmail, guardian, read_emails(emails))
    if phones is not None:
        country = guardian.family.account.country
        told |= _keep(GuardianPhone, guardian, read_phones(phones, country))
    return told


def read_emails(contacts: Sequence[Contact]) -> list[Contact]:
    return _tidied([replace(c, value=read_email(c.value, "emails")) for c in contacts], "emails")


def read_phones(contacts: Sequence[Contact], country: str) -> list[Contact]:
    read = [replace(c, value=read_phone(c.value, country, "phones")) for c in contacts]
    return _tidied(read, "phones")


def _tidied(contacts: list[Contact], field: str) -> list[Contact]:
    """Without empty ones and repetitions, with exactly one primary one."""
    given = list({c.value: c for c in reversed(contacts) if c.value}.values())[::-1]
    first = next((c.value for c in given if c.is_primary), given[0].value if given else "")
    return [
        replace(c, label=short_line(c.label, field, longest=30), is_primary=c.value == first)
        for c in given
    ]


def _keep(model: type[Entry], guardian: Guardian, contacts: Sequence[Contact]) -> Told:
    """Rows whose value stays keep their key; only what differs is written."""
    name, column, agreed = COLUMNS[model]
    mine: Any = model._default_manager.filter(guardian=guardian)
    there = {getattr(row, column): row for row in mine}
    before = said(there.values())
    gone = [row.pk for value, row in there.items() if value not in {c.value for c in contacts}]
    if gone:
        mine.filter(pk__in=gone).delete()
    for contact in contacts:
        row = there.get(contact.value) or model(
            account_id=guardian.account_id, guardian=guardian, **{column: contact.value}
        )
        kept = getattr(row, agreed) if contact.agreed is None else contact.agreed
        values = {"label": contact.label, "is_primary": contact.is_primary, agreed: kept}
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
    after = said(mine.all())
    return {name: [before, after]} if before != after else {}
