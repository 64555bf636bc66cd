"""Values of the account's own fields: read by the kind of the field, kept as text."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import CustomField, Family, Student
from cartwheel.domain.people.operations.reading import short_line
from cartwheel.kernel.refusals import Refused

Kind = CustomField.Kind
LONGEST = 500


def keep_custom(
    record: Family | Student, about: str, given: Mapping[str, Any] | None
) -> dict[str, list[str]]:
    """Set ``record.custom`` to what is ``given`` by the key of the field; the rest stays.

    An empty value is taken away; a choice that is no longer offered may stay. Gives back what
    changed: the field's name with what was and what is, for the history. The caller saves the
    record.
    """
    if not given:
        return {}
    fields = {
        str(field.pk): field
        for field in CustomField.objects.filter(account=record.account_id, about=about)
    }
    custom, told = dict(record.custom), {}
    for key, value in given.items():
        if (field := fields.get(str(key))) is None:
            continue
        before = custom.pop(str(key), "")
        after = before if str(value) == before else read_value(field, value)
        if after:
            custom[str(key)] = after
        if before != after:
            told[field.name] = [before, after]
    record.custom = custom
    return told


def read_value(field: CustomField, value: Any) -> str:
    """The text that is kept for ``value``; "" for nothing. Refuses what the kind does not take."""
    if value is None or value == "":
        return ""
    if field.kind == Kind.NUMBER:
        return _number(field, value)
    if field.kind == Kind.DATE:
        return _day(field, value)
    text = short_line(str(value), f"custom_{field.pk}", longest=LONGEST)
    kept = field.kind == Kind.CHOICE and text in field.choices
    if field.kind == Kind.YES_NO and text not in ("yes", "no"):
        raise _wrong(field, _("Answer yes or no."))
    if field.kind == Kind.CHOICE and not kept:
        raise _wrong(field, _("“%s” is not one of the choices.") % text)
    return text


def _number(field: CustomField, value: Any) -> str:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise _wrong(field, _("Enter a number."))
    return f"{number.normalize():f}"


def _day(field: CustomField, value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise _wrong(field, _("Enter a date.")) from None
    return day.isoformat()


def _wrong(field: CustomField, reason: str) -> Refused:
    return Refused(reason, field=f"custom_{field.pk}")
