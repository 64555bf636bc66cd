"""Everything that points at a family, a student, a guardian or an organization.

When two of them become one, each row that points at the one is made to point at the other. What
points is found by walking the models of every app, so that nobody has to remember this place when
a table is added. Only what must not simply move is named here, each with its reason.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from cartwheel.domain.people.models import Family, Guardian, Organization, Student
from cartwheel.kernel.tenancy.walls import has_account

# Rows that go on pointing where they point, whatever becomes of it.
STAYS = {
    "people_family.merged_into_id": "set by the merge itself",
    "people_student.merged_into_id": "set by the merge itself",
    "people_searchterm.family_id": "the words are computed anew",
    "people_studentterm.student_id": "the words are computed anew",
    "people_householdshare.family_id": "shares are added up, see sharing",
    "people_householdshare.student_id": "shares are added up, see sharing",
    "people_organization.family_id": "two organizations become one, see pairs",
    "ledger_handover.source_id": "tells what happened",
    "ledger_handover.target_id": "tells what happened",
    "paperwork_signature.family_id": "evidence is not rewritten; what it covers is carried over",
    "paperwork_signature.guardian_id": "evidence is not rewritten",
    "paperwork_cover.family_id": "evidence is not rewritten; covers are carried over",
    "paperwork_cover.student_id": "evidence is not rewritten; covers are carried over",
    "upkeep_importedfamily.family_id": "tells what an import made",
    "upkeep_transfer.family_id": "tells what happened",
    "upkeep_transfer.student_id": "tells what happened",
    "upkeep_transfersource.family_id": "tells what happened",
    "upkeep_duplicatemember.family_id": "computed anew",
    "upkeep_notduplicates.first_id": "said of these two",
    "upkeep_notduplicates.second_id": "said of these two",
}

# Rows that say the same: where the new place has one already, the other stays where it is.
SAME: dict[str, tuple[str, ...]] = {
    "people_address": (
        "lower(line1)",
        "lower(line2)",
        "lower(city)",
        "lower(region)",
        "postal_code",
    ),
    "people_emergencycontact": ("lower(name)", "phone"),
    "people_specialdate": ("student_id", "lower(label)", '"on"'),
    "people_pickup": ("lower(name)", "phone", "allowed"),
}

# Unique rules with a condition, each kept by changing the row before it moves (see ``merging``).
HANDLED = {"one_primary_guardian", "one_mailing_address"}

# Columns that name a record of any kind by its label and key.
LABELED = (("mailer_regarding", "record_id", "kind"),)

MERGEABLE: tuple[type[models.Model], ...] = (Family, Student, Guardian, Organization)


@dataclass(frozen=True)
class Reference:
    """``column`` of ``table`` points at a row of the model asked about.

    ``once`` lists the other columns (or expressions) of rules by which a row may be there only
    once; ``where`` narrows to the rows that point at that model.
    """

    table: str
    column: str
    once: tuple[tuple[str, ...], ...] = ()
    where: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


def relations_to(target: type[models.Model]) -> list[tuple[type[models.Model], Any]]:
    """Every foreign key of every app to ``target``, with its model."""
    return [
        (model, field)
        for model in apps.get_models()
        if has_account(model)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is target
    ]


@cache
def references_to(target: type[models.Model]) -> tuple[Reference, ...]:
    """What moves when a row of ``target`` becomes another one."""
    found = [
        Reference(model._meta.db_table, field.column, once_of(model, field))
        for model, field in relations_to(target)
        if f"{model._meta.db_table}.{field.column}" not in STAYS
    ]
    label = target._meta.label_lower
    labeled = [
        Reference(table, column, where=f"t.{kind} = '{label}'") for table, column, kind in LABELED
    ]
    return tuple(found + labeled)


def once_of(model: type[models.Model], field: Any) -> tuple[tuple[str, ...], ...]:
    """The other columns of each unique rule that a new value of ``field`` could break."""
    rules = [tuple(c.fields) for c in plain_rules(model) if field.name in c.fields]
    column = {f.name: str(f.column) for f in model._meta.concrete_fields}
    columns = [
        tuple(column[name] for name in rule if name != field.name)
        for rule in rules
        if "id" not in rule
    ]
    if field.unique:
        columns.append(())
    if model._meta.db_table in SAME:
        columns.append(tuple(c for c in SAME[model._meta.db_table] if c != field.column))
    return tuple(columns)


def plain_rules(model: type[models.Model]) -> list[models.UniqueConstraint]:
    """The unique rules over columns, for all rows or (``HANDLED``) for some."""
    return [
        c
        for c in model._meta.constraints
        if isinstance(c, models.UniqueConstraint) and not c.expressions and c.name not in HANDLED
    ]
