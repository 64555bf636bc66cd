"""What staff write down about a family or one of its students."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family, Note, Student
from cartwheel.domain.people.operations.locking import lock_family, require_version, save_next
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.refusals import Refused

LONGEST_NOTE = 20_000


@transaction.atomic
def add_note(
    family: Family,
    *,
    text: str,
    severity: str = Note.Severity.INFO,
    student: Student | None = None,
    by: Actor,
) -> Note:
    """A note about the family, or about ``student``, who must belong to it."""
    family = lock_family(family)
    note = Note.objects.create(
        account_id=family.account_id,
        family=family,
        student=_of_family(family, student),
        text=read_note(text),
        severity=Note.Severity(severity),
        author_kind=by.kind,
        author_id=by.id,
        author_name=by.name[:200],
    )
    _tell("note.added", note, by)
    return note


@transaction.atomic
def change_note(
    note: Note,
    *,
    text: str,
    severity: str,
    student: Student | None = None,
    version: int | None = None,
    by: Actor,
) -> Note:
    """Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    note = _locked(note)
    require_version(note, version)
    note.text, note.severity = read_note(text), Note.Severity(severity)
    note.student = _of_family(note.family, student) if student != note.student else note.student
    save_next(note)
    _tell("note.changed", note, by)
    return note


@transaction.atomic
def close_note(note: Note, *, by: Actor) -> Note:
    """Done with: it alerts no more and stays to be read. Closing twice changes nothing."""
    note = _locked(note)
    if note.closed_at is None:
        note.closed_at, note.closed_by = timezone.now(), by.name[:200]
        save_next(note)
        _tell("note.closed", note, by)
    return note


@transaction.atomic
def reopen_note(note: Note, *, by: Actor) -> Note:
    """Open again, as if it had never been closed."""
    note = _locked(note)
    if note.closed_at is not None:
        note.closed_at, note.closed_by = None, ""
        save_next(note)
        _tell("note.reopened", note, by)
    return note


def read_note(text: str, field: str = "text") -> str:
    note = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not note:
        raise Refused(_("Write the note first."), field=field)
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Use at most %d characters.") % LONGEST_NOTE, field=field)
    return note


def _of_family(family: Family, student: Student | None) -> Student | None:
    if student is None:
        return None
    require_same_account(student)
    if not students_of(family).filter(pk=student.pk).exists():
        words = {"student": student, "family": family}
        raise Refused(
            _("%(student)s does not belong to the family %(family)s.") % words, field="student"
        )
    return student


def _locked(note: Note) -> Note:
    require_same_account(note)
    family = lock_family(Family(pk=note.family_id, account_id=note.account_id))
    found = Note.objects.select_related("student").get(pk=note.pk)
    found.family = family
    return found


def _tell(verb: str, note: Note, by: Actor) -> None:
    about = (note.family, note.student) if note.student else (note.family,)
    record(verb, note, *about, by=by, severity=note.severity)
