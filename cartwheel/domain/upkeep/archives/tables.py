"""What an account consists of, found by walking the models: a new table is in it by itself."""

from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.db.models import Field, FileField, ForeignKey, Model

from cartwheel.kernel.tenancy.inspection import tenant_models

# Not in the file at all.
LEFT_OUT = {
    "background.backgroundtask": "what the machine was busy with",
    "staff.draft": "half-typed forms of single people",
    "people.portalcode": "codes by mail that count for minutes",
    "people.searchterm": "computed from the families",
    "people.studentterm": "computed from the students",
    "upkeep.duplicategroup": "computed from the families",
    "upkeep.duplicatemember": "computed from the families",
    "upkeep.duplicatesearch": "computed from the families",
}
# In the file to be read, but not brought into another account.
NOT_BROUGHT_IN = {
    "upkeep.importmapping": "names own fields by their keys",
    "upkeep.familyimport": "its file and its undoing stay behind",
    "upkeep.importedfamily": "its undoing stays behind",
    "upkeep.transfer": "its undoing stays behind",
    "upkeep.transfersource": "its undoing stays behind",
    "upkeep.movedreference": "its undoing stays behind",
    "upkeep.alteredrow": "its undoing stays behind",
    "activity.redaction": "what it blacked out is black already",
}
# Columns that triggers count up as rows come in: they begin anew and end the same.
COUNTED = {("appointments.timeslot", "taken"), ("passes.pass", "used")}
SECRET = ("password", "token", "second_step")  # columns with this in their name are left empty
# Text columns that name a file in the storage; file fields are found by themselves.
FILES = {
    ("people.portalsettings", "logo"),
    ("people.student", "photo"),
    ("staff.staffmember", "photo"),
    ("appointments.service", "image"),
    ("people.organization", "exemption_file"),
    ("paperwork.signature", "scan"),
}
WHO = {"staff": "staff.staffmember", "guardian": "people.guardian"}


@cache
def exported() -> list[type[Model]]:
    """The tables of an account, each after those that its rows name."""
    models = {m._meta.label_lower: m for m in tenant_models()}
    for label in LEFT_OUT:
        models.pop(label, None)
    graph = {label: {t for t in _named(m) if t in models} for label, m in models.items()}
    return [models[label] for label in TopologicalSorter(graph).static_order()]


def restored() -> list[type[Model]]:
    return [model for model in exported() if model._meta.label_lower not in NOT_BROUGHT_IN]


def _named(model: type[Model]) -> Iterator[str]:
    for field in columns_of(model):
        if isinstance(field, ForeignKey) and field.related_model is not model:
            yield _label(field)


def _label(field: Any) -> str:
    return str(field.related_model._meta.label_lower)


def columns_of(model: type[Model]) -> list[Field]:
    """What is written of each row; the account itself goes without saying."""
    return [field for field in model._meta.concrete_fields if field.name != "account"]


def is_secret(field: Field) -> bool:
    return any(word in field.name for word in SECRET)


def is_file(model: type[Model], field: Field) -> bool:
    return isinstance(field, FileField) or (model._meta.label_lower, field.name) in FILES


def is_counted(model: type[Model], field: Field) -> bool:
    return (model._meta.label_lower, field.name) in COUNTED


def target_of(field: Field) -> str | None:
    """The label of the table that a foreign key names."""
    return _label(field) if isinstance(field, ForeignKey) else None


def file_name(model: type[Model]) -> str:
    return f"data/{model._meta.db_table}.csv"
