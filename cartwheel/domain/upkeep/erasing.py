"""Finding everything about a family, and blacking it out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q

from cartwheel.domain.appointments.models import Invitation
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.ledger.models import Charge, Payment, Refund
from cartwheel.domain.mailer.models import Regarding
from cartwheel.domain.paperwork.models import Signature
from cartwheel.domain.parties.models import Party, PartyHost
from cartwheel.domain.people.models import (
    Address,
    EmergencyContact,
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Organization,
    PortalCode,
    Student,
)
from cartwheel.domain.staff.models import Draft
from cartwheel.domain.upkeep.models import (
    DuplicateGroup,
    FamilyImport,
    Transfer,
)
from cartwheel.domain.upkeep.rows import quoted
from cartwheel.domain.upkeep.words import BLACKED, GONE

SHORTEST = 3  # letters: a shorter word may be anybody's


@dataclass
class Remains:
    """Everything that is about one family: keys by kind, files, and words that tell of it."""

    account_id: int
    keys: dict[str, list[int]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    def subjects(self) -> list[tuple[str, list[int]]]:
        """The records by the label with which the history and the messages name them."""
        labels = {
            "people.family": "families",
            "people.guardian": "guardians",
            "people.student": "students",
            "parties.party": "parties",
            "ledger.charge": "charges",
            "ledger.payment": "payments",
            "ledger.refund": "refunds",
            "paperwork.signature": "signatures",
            "mailer.message": "messages",
            "people.organization": "organizations",
        }
        return [(label, self.keys.get(kind, [])) for label, kind in labels.items()]


def remains_of(family: Family) -> Remains:
    """What there is about the family and about those that were merged into it."""
    account = family.account_id
    found = Remains(account)
    families = list(
        Family.objects.filter(account=account)
        .filter(Q(pk=family.pk) | Q(merged_into=family))
        .values_list("pk", flat=True)
    )
    of_families: dict[str, Any] = {
        "guardians": Guardian,
        "students": Student,
        "parties": Party,
        "charges": Charge,
        "payments": Payment,
        "refunds": Refund,
        "signatures": Signature,
        "organizations": Organization,
    }
    found.keys["families"] = families
    for name, model in of_families.items():
        rows = model.objects.filter(account=account, family__in=families)
        found.keys[name] = list(rows.values_list("pk", flat=True))
    hosts = PartyHost.objects.filter(account=account, party__in=found.keys["parties"])
    claims = Party.objects.filter(pk__in=found.keys["parties"]).values_list("claim", flat=True)
    found.keys["claims"] = [*claims, *hosts.values_list("claim", flat=True)]
    addresses = list(
        GuardianEmail.objects.filter(guardian__in=found.keys["guardians"]).values_list(
            "address", flat=True
        )
    )
    codes = PortalCode.objects.filter(account=account, email__in=addresses)
    found.keys["codes"] = list(codes.values_list("pk", flat=True))
    invitations = Invitation.objects.filter(account=account).filter(
        Q(booking__family__in=families) | Q(guest__family__in=families) | Q(email__in=addresses)
    )
    found.keys["invitations"] = list(invitations.values_list("pk", flat=True))
    found.keys["transfers"] = list(
        Transfer.objects.filter(account=account)
        .filter(Q(family__in=families) | Q(sources__family__in=families))
        .values_list("pk", flat=True)
    )
    about = Q(pk__in=[])
    for label, keys in found.subjects():
        about |= Q(kind=label, record_id__in=keys)
    messages = Regarding.objects.filter(about, account=account)
    found.keys["messages"] = list(messages.values_list("message_id", flat=True).distinct())
    _learn_words(found)
    _find_files(found)
    return found


def _learn_words(found: Remains) -> None:
    """What tells of the family in texts that are about others too."""
    keys = found.keys
    rows: list[Iterable[Any]] = [
        Family.objects.filter(pk__in=keys["families"]).values_list("name"),
        Guardian.objects.filter(pk__in=keys["guardians"]).values_list("first_name", "last_name"),
        Student.objects.filter(pk__in=keys["students"]).values_list(
            "first_name", "last_name", "nickname"
        ),
        GuardianEmail.objects.filter(guardian__in=keys["guardians"]).values_list("address"),
        GuardianPhone.objects.filter(guardian__in=keys["guardians"]).values_list("number"),
        Address.objects.filter(family__in=keys["families"]).values_list("line1"),
        EmergencyContact.objects.filter(family__in=keys["families"]).values_list("name", "phone"),
        Party.objects.filter(pk__in=keys["parties"]).values_list(
            "title", "contact_name", "contact_phone", "contact_email"
        ),
    ]
    found.words = {
        word for each in rows for row in each for word in row if word and len(word) >= SHORTEST
    }


def _find_files(found: Remains) -> None:
    students = Student.objects.filter(pk__in=found.keys["students"])
    signed = Signature.objects.filter(pk__in=found.keys["signatures"])
    exempt = Organization.objects.filter(family__in=found.keys["families"])
    found.files = [
        *students.exclude(photo="").values_list("photo", flat=True),
        *signed.exclude(scan="").values_list("scan", flat=True),
        *exempt.exclude(exemption_file="").values_list("exemption_file", flat=True),
    ]


# Blacking out


def black_out(found: Remains) -> None:
    """Everything that ``remains_of`` found. The caller has recorded the redaction."""
    _black_history(found)  # first: the changes of the rows themselves come after, see erase_family
    for table, (kind, column, words) in BLACKED.items():
        sets = ", ".join(f"{quoted(name)} = {value}" for name, value in words.items())
        _run(
            f"update {quoted(table)} set {sets} where account_id = %s"  # noqa: S608
            f" and {quoted(column)} = any(%s)",
            [found.account_id, found.keys[kind]],
        )
    _forget_beside(found)
    for table, places in GONE.items():
        for kind, column in places:
            _run(
                f"delete from {quoted(table)} where account_id = %s"  # noqa: S608
                f" and {quoted(column)} = any(%s)",
                [found.account_id, found.keys[kind]],
            )


def _forget_beside(found: Remains) -> None:
    """What is not about the family alone: drafts, tasks, imports, groups of duplicates."""
    families, account = found.keys["families"], found.account_id
    DuplicateGroup.objects.filter(members__family__in=families).delete()
    # Every file that was uploaded: a row that failed in one may have come in by the next.
    for run in FamilyImport.objects.filter(account=account).exclude(file=""):
        found.files += [str(each) for each in (run.file, run.failures) if each]
        FamilyImport.objects.filter(pk=run.pk).update(file="", failures="", problems=[], preview=[])
    told = Q()
    for word in found.words:
        told |= Q(title__icontains=word) | Q(result__icontains=word) | Q(problem__icontains=word)
    if told:
        tasks = BackgroundTask.objects.filter(told, account=account, finished_at__isnull=False)
        found.files += [str(task.file) for task in tasks if task.file]
        tasks.update(title="Erased", result="", problem="", file="", file_name="")
    _forget_drafts(found)


def _forget_drafts(found: Remains) -> None:
    wanted = Q()
    for key in found.keys["families"]:
        wanted |= Q(form__contains=f"/families/{key}/") | Q(body__contains=f"family={key}&")
    for kind in ("students", "guardians"):
        for key in found.keys[kind]:
            wanted |= Q(form__contains=f"/{kind}/{key}/")
    for word in found.words:
        wanted |= Q(body__icontains=word.replace(" ", "+").replace("@", "%40"))
    Draft.objects.filter(wanted, account=found.account_id).delete()


# Strings that are days and instants stay, and so does what only says of which kind something is.
SCRUB = """
create or replace function pg_temp.scrubbed(given jsonb) returns jsonb language sql as $$
    select case jsonb_typeof(given)
        when 'object' then (select coalesce(jsonb_object_agg(key, case
            when key in ('kind', 'state', 'verb', 'format') then value
            else pg_temp.scrubbed(value) end), '{}') from jsonb_each(given))
        when 'array' then (select coalesce(jsonb_agg(pg_temp.scrubbed(value)), '[]')
            from jsonb_array_elements(given))
        when 'string' then case when given #>> '{}' ~ '^\\d{4}-\\d\\d-\\d\\dT|^$' then given
            else '"Erased"'::jsonb end
        else given end
$$
"""


def _black_history(found: Remains) -> None:
    """The names of the records, what their events tell, and what their rows had been."""
    _run(SCRUB, None)
    account = found.account_id
    tables, keys = _rows(found)
    names = {model._meta.db_table: model._meta.label_lower for model in apps.get_models()}
    labels = [names[table] for table in tables]
    for label, more in found.subjects():
        labels += [label] * len(more)
        keys += more
    _run(
        "update activity_event set details = pg_temp.scrubbed(details) where account_id = %s"
        " and id in (select event_id from activity_subject where account_id = %s and"
        " (kind, record_id) in (select * from unnest(%s::text[], %s::bigint[])))",
        [account, account, labels, keys],
    )
    _run(
        "update activity_subject set name = 'Erased' where account_id = %s and"
        " (kind, record_id) in (select * from unnest(%s::text[], %s::bigint[]))",
        [account, labels, keys],
    )
    _run(
        "update activity_change c set before = pg_temp.scrubbed(before),"
        " after = pg_temp.scrubbed(after) where account_id = %s and exists (select from"
        " jsonb_each(coalesce(before, '{}') || coalesce(after, '{}')) x"
        " where x.value <> 'null') and (table_name, row_id) in (select * from"
        " unnest(%s::text[], %s::bigint[]))",
        [account, *_rows(found)],
    )
    _black_words(found)


def _rows(found: Remains) -> tuple[list[str], list[int]]:
    """Every row that is blacked out or goes, as table and key."""
    tables: list[str] = []
    keys: list[int] = []
    wanted = [(table, kind, column) for table, (kind, column, _words) in BLACKED.items()]
    wanted += [(table, kind, column) for table, places in GONE.items() for kind, column in places]
    with connection.cursor() as cursor:
        for table, kind, column in wanted:
            cursor.execute(
                f"select id from {quoted(table)} where account_id = %s"  # noqa: S608
                f" and {quoted(column)} = any(%s)",
                [found.account_id, found.keys[kind]],
            )
            rows = [key for (key,) in cursor.fetchall()]
            tables += [table] * len(rows)
            keys += rows
    return tables, keys


def _black_words(found: Remains) -> None:
    """Rows that are long gone left changes behind: those of the same work that say the words."""
    families = found.keys["families"]
    patterns = [_like(word) for word in found.words]
    _run(
        "update activity_change set before = pg_temp.scrubbed(before),"
        " after = pg_temp.scrubbed(after) where account_id = %s and batch <> '' and batch in"
        " (select e.batch from activity_event e join activity_subject s on s.event_id = e.id"
        " where s.account_id = %s and s.kind = 'people.family' and s.record_id = any(%s))"
        " and (before::text ilike any(%s) or after::text ilike any(%s))",
        [found.account_id, found.account_id, families, patterns, patterns],
    )


def _like(word: str) -> str:
    plain = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{plain}%"


def black_changes_since(found: Remains, first: int) -> None:
    """What the erasing itself wrote into the history of rows."""
    _run(
        "update activity_change set before = pg_temp.scrubbed(before),"
        " after = pg_temp.scrubbed(after) where account_id = %s and id > %s",
        [found.account_id, first],
    )


def _run(sql: str, values: list[Any] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
