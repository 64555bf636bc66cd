"""The account's own words about customers: referral sources, keywords, fields, contact types.

What is in use is archived, never deleted: those who have it keep it, and it is offered no more.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import (
    CustomField,
    Family,
    Keyword,
    PeopleSettings,
    ReferralSource,
    Student,
)
from cartwheel.domain.people.operations.locking import require_version
from cartwheel.domain.people.operations.reading import read_name, short_line
from cartwheel.kernel.refusals import Refused, refuse_on

Word = TypeVar("Word", ReferralSource, Keyword, CustomField)
NOUNS: dict[type, str] = {
    ReferralSource: "referral_source",
    Keyword: "keyword",
    CustomField: "custom_field",
}
LONGEST = {ReferralSource: 60, Keyword: 40, CustomField: 60}
MOST_LINES = 200


def add_referral_source(*, name: str, by: Actor) -> ReferralSource:
    return _add(ReferralSource(account=by.account), name, by)


def change_referral_source(
    source: ReferralSource, *, name: str, version: int | None = None, by: Actor
) -> ReferralSource:
    return _rename(source, name, version, by)


def add_keyword(*, name: str, by: Actor) -> Keyword:
    return _add(Keyword(account=by.account), name, by)


def change_keyword(
    keyword: Keyword, *, name: str, version: int | None = None, by: Actor
) -> Keyword:
    return _rename(keyword, name, version, by)


@transaction.atomic
def add_custom_field(
    *, about: str, name: str, kind: str, choices: Sequence[str] = (), by: Actor
) -> CustomField:
    """A field on every family, student or organization, after those there are."""
    there = CustomField.objects.filter(account=by.account, about=about)
    last = there.aggregate(last=Max("position"))["last"]
    field = CustomField(
        account=by.account,
        about=about,
        kind=kind,
        choices=_choices(kind, choices),
        position=0 if last is None else last + 1,
    )
    return _add(field, name, by)


@transaction.atomic
def change_custom_field(
    field: CustomField,
    *,
    name: str,
    kind: str,
    choices: Sequence[str] = (),
    version: int | None = None,
    by: Actor,
) -> CustomField:
    """Another name, other choices. Another kind only while nobody has a value."""
    field = _locked(field, version)
    if kind != field.kind and (n := uses_of(field)):
        raise Refused(
            ngettext(
                "%(n)d record has a value here: its kind cannot change. Archive this field and"
                " make a new one.",
                "%(n)d records have a value here: its kind cannot change. Archive this field and"
                " make a new one.",
                n,
            )
            % {"n": n},
            field="kind",
        )
    field.kind, field.choices = kind, _choices(kind, choices)
    return _rename(field, name, None, by)


@transaction.atomic
def move_custom_field(field: CustomField, *, up: bool, by: Actor) -> CustomField:
    """One place up or down among those about the same; at the end nothing happens."""
    Account.objects.select_for_update(no_key=True).get(pk=by.account.pk)
    fields = list(CustomField.objects.filter(account=by.account, about=field.about))
    at = next(n for n, each in enumerate(fields) if each.pk == field.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(fields):
        fields[at], fields[to] = fields[to], fields[at]
        for position, each in enumerate(fields):
            if each.position != position:
                CustomField.objects.filter(pk=each.pk).update(position=position)
        record("custom_field.moved", field, by=by)
    return field


def uses_of(field: CustomField) -> int:
    """How many records have a value in the field."""
    if field.about == CustomField.About.STUDENT:
        students = Student.objects.filter(account=field.account_id)
        return students.filter(custom__has_key=str(field.pk)).count()
    families = Family.objects.filter(account=field.account_id)
    return families.filter(custom__has_key=str(field.pk)).count()


@transaction.atomic
def archive_word(word: Word, *, by: Actor) -> Word:
    """Offered no more; who has it keeps it."""
    word = _locked(word)
    if word.archived_at is None:
        word.archived_at = timezone.now()
        _save(word, "archived", by)
    return word


@transaction.atomic
def restore_word(word: Word, *, by: Actor) -> Word:
    word = _locked(word)
    if word.archived_at is not None:
        word.archived_at = None
        _save(word, "restored", by)
    return word


@transaction.atomic
def set_contact_types(
    *, email_types: Sequence[str], phone_types: Sequence[str], by: Actor
) -> PeopleSettings:
    """The kinds of emails and phones that are suggested; another one may always be typed."""
    settings, _new = PeopleSettings.objects.select_for_update().get_or_create(account=by.account)
    settings.email_types = _lines(email_types, "email_types", 30)
    settings.phone_types = _lines(phone_types, "phone_types", 30)
    settings.version += 1
    settings.save()
    record("contact_types.changed", settings, by=by)
    return settings


def _add(word: Word, name: str, by: Actor) -> Word:
    with transaction.atomic():
        return _rename_unlocked(word, name, "added", by)


def _rename(word: Word, name: str, version: int | None, by: Actor) -> Word:
    with transaction.atomic():
        kept = _locked(word, version) if not isinstance(word, CustomField) else word
        return _rename_unlocked(kept, name, "changed", by)


def _rename_unlocked(word: Word, name: str, done: str, by: Actor) -> Word:
    noun = NOUNS[type(word)]
    word.name = read_name(name, "name", longest=LONGEST[type(word)])
    with refuse_on(f"{noun}_name_once", Refused(_("There is one of this name."), field="name")):
        _save(word, done, by)
    return word


def _locked(word: Word, version: int | None = None) -> Word:
    require_same_account(word)
    found = type(word)._default_manager.select_for_update().get(pk=word.pk)
    require_version(found, version)
    return found


def _save(word: Word, done: str, by: Actor) -> None:
    if word.pk:
        word.version += 1
    word.save()
    record(f"{NOUNS[type(word)]}.{done}", word, by=by)


def _choices(kind: str, choices: Sequence[str]) -> list[str]:
    if kind != CustomField.Kind.CHOICE:
        return []
    found = _lines(choices, "choices", 60)
    if not found:
        raise Refused(_("Enter at least one choice, one on each line."), field="choices")
    return found


def _lines(lines: Sequence[str], field: str, longest: int) -> list[str]:
    """Without empty ones and repetitions."""
    read = [short_line(each, field, longest=longest) for each in lines]
    found = list(dict.fromkeys(each for each in read if each))
    if len(found) > MOST_LINES:
        raise Refused(_("Use at most %d lines.") % MOST_LINES, field=field)
    return found
