"""The email addresses and phone numbers of a guardian: any number of each, one of them primary."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cartwheel.domain.people.models import Guardian, GuardianEmail, GuardianPhone
from cartwheel.domain.people.operations.reading import read_email, read_phone, short_line

Entry = GuardianEmail | GuardianPhone


@dataclass(frozen=True)
class Contact:
    """An address or number with what it is for (Work, Home). The first one is the primary one
    where none says so."""

    value: str
    label: str = ""
    is_primary: bool = False


def keep_contacts(
    guardian: Guardian,
    *,
    emails: Sequence[Contact] | None = None,
    phones: Sequence[Contact] | None = None,
) -> None:
    """Make these the guardian's addresses and numbers; None leaves them as they are."""
    if emails is not None:
        _keep(GuardianEmail, "address", guardian, read_emails(emails))
    if phones is not None:
        country = guardian.family.account.country
        _keep(GuardianPhone, "number", guardian, read_phones(phones, country))


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
        Contact(c.value, short_line(c.label, field, longest=30), is_primary=c.value == first)
        for c in given
    ]


def _keep(model: type[Entry], column: str, guardian: Guardian, contacts: Sequence[Contact]) -> None:
    """Rows whose value stays keep their key; only what differs is written."""
    there = {getattr(row, column): row for row in model._default_manager.filter(guardian=guardian)}
    gone = [row.pk for value, row in there.items() if value not in {c.value for c in contacts}]
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    for contact in contacts:
        row = there.get(contact.value)
        if row is None:
            row = model(account_id=guardian.account_id, guardian=guardian)
            setattr(row, column, contact.value)
        elif (row.label, row.is_primary) == (contact.label, contact.is_primary):
            continue
        row.label, row.is_primary = contact.label, contact.is_primary
        row.save()
