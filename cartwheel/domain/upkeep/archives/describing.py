"""The words that go with an account's data: for programs ``schema.json``, for people a README."""

import json
from datetime import datetime
from inspect import cleandoc
from typing import Any

from django.db.models import Field, Model

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.upkeep.archives import tables

FORMAT = 1
README = """\
{name}, as of {at}

This file holds everything that Cartwheel keeps of {name}.

data/         a table each, as CSV: comma-separated, UTF-8, the first row names the columns.
              An empty cell means that there is nothing; "" means an empty text.
              A column that ends in _id names the row with that id in another table.
              Amounts of money are whole numbers of the smallest unit ({currency}: cents).
              Times are instants with their offset, days are YYYY-MM-DD.
files/        photos, scans and other files, under the names that the tables have for them.
waivers/      every signature as a PDF: the text, who signed it, how, when and where.
schema.json   every table and column described for programs.

Where to begin:
  people_family.csv        the customers; people_guardian.csv and people_student.csv their people
  ledger_charge.csv        what was charged, line by line in ledger_chargeline.csv
  ledger_payment.csv       what was paid; ledger_allocation.csv says for which charge
  ledger_posting.csv       the journal, double entry: the amounts of an entry add up to nothing
  parties_party.csv        the parties
  paperwork_signature.csv  who signed what
  activity_event.csv       the history; activity_change.csv what each change was

What a family owes is the sum of its rows of the books receivable and unapplied in
ledger_posting.csv.

Left out are passwords, the secrets in links, and what can be computed from the rest.
The file can be brought into an empty account: Settings > Import and export there.
"""


def readme(account: Account, at: datetime) -> str:
    given = {"name": account.name, "at": f"{at:%Y-%m-%d %H:%M} UTC", "currency": account.currency}
    return README.format(**given)


def schema(account: Account, at: datetime, counts: dict[str, int]) -> str:
    told = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "account": {
            "name": account.name,
            "slug": account.slug,
            "currency": account.currency,
            "locale": account.locale,
            "country": account.country,
        },
        "tables": [_table(model, counts) for model in tables.exported()],
        "left_out": tables.LEFT_OUT,
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _table(model: type[Model], counts: dict[str, int]) -> dict[str, Any]:
    label = model._meta.label_lower
    return {
        "name": model._meta.db_table,
        "file": tables.file_name(model),
        "about": cleandoc(model.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
        "rows": counts.get(label, 0),
        "columns": [_column(model, field) for field in tables.columns_of(model)],
        "brought_in": label not in tables.NOT_BROUGHT_IN,
    }


def _column(model: type[Model], field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"name": field.column, "kind": field.get_internal_type()}
    if target := tables.target_of(field):
        told["names"] = target.replace(".", "_")
    if field.null:
        told["may_be_empty"] = True
    if field.choices:
        told["choices"] = {str(value): str(text) for value, text in field.flatchoices}
    if tables.is_file(model, field):
        told["file"] = True
    if tables.is_secret(field):
        told["left_empty"] = True
    return told
