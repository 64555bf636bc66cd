"""From rows of text to families, with every problem by row and column.

A value that cannot be read keeps its family out (it comes back in the file of rows to correct);
or, where the import is told so, it is written into a note and the family comes in without it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cartwheel.domain.upkeep.importing import dates, values
from cartwheel.domain.upkeep.importing.adults import AdultReader
from cartwheel.domain.upkeep.importing.cells import add_once
from cartwheel.domain.upkeep.importing.children import ChildReader
from cartwheel.domain.upkeep.importing.drafts import FamilyDraft, Problem
from cartwheel.domain.upkeep.importing.grouping import Row, grouped
from cartwheel.domain.upkeep.importing.plans import Plan
from cartwheel.domain.upkeep.importing.targets import MOST, field_of
from cartwheel.domain.upkeep.importing.words import meaning_of

FLAGS = ("is_member", "is_employee", "in_service", "do_not_solicit")
GROWN_UP = 18


class Reader:
    """Reads the rows of one file. Give it all of them: how dates are written is seen from all."""

    def __init__(self, plan: Plan, rows: Sequence[Row]) -> None:
        self.plan, self.rows = plan, rows
        self.orders = self._date_orders()
        self.relationships = _implied_relationships(plan)

    def _date_orders(self) -> dict[str, str]:
        dated = [target for target in self.plan.columns if self._is_date(target)]
        if self.plan.date_order:
            return dict.fromkeys(dated, self.plan.date_order)
        usual, today = self.plan.usual_order, self.plan.today
        return {
            target: dates.order_of(
                (cells[target] for _row, cells in self.rows if target in cells),
                usual=usual,
                today=today,
            )
            for target in dated
        }

    def doubts(self) -> list[Problem]:
        """Columns of days that can be read in two ways, each with an example."""
        if self.plan.date_order:
            return []
        found = []
        for target, order in self.orders.items():
            cells = [(row, cells.get(target, "")) for row, cells in self.rows]
            texts = [text for _row, text in cells]
            if doubt := dates.doubtful(texts, order, today=self.plan.today):
                text, day, other = doubt
                row = next(number for number, each in cells if each == text)
                sentence = _(
                    "Read as %(day)s. If %(other)s is meant, choose how dates are written."
                )
                words = {"day": date_format(day), "other": date_format(other)}
                header = self.plan.header_of(target)
                found.append(Problem(row, header, text, sentence % words, fatal=False))
        return found

    def _is_date(self, target: str) -> bool:
        own = self.plan.own.get(target)
        known = field_of(target)
        return bool((own and own.kind == "date") or (known and known.kind == "date"))

    def families(self) -> Iterator[FamilyDraft]:
        if self.plan.each_row_its_own:
            groups: list[list[Row]] = [[row] for row in self.rows]
        else:
            groups = grouped(self.rows)
        for group in groups:
            yield FamilyReader(self, group).read()


def _implied_relationships(plan: Plan) -> dict[int, str]:
    """A column “Mother’s email” says who guardian 1 is."""
    found: dict[int, str] = {}
    for header, target in zip(plan.headers, plan.columns, strict=True):
        if target.startswith("guardian"):
            number = int(target.partition(".")[0].removeprefix("guardian") or 1)
            if relationship := meaning_of(header).relationship:
                found.setdefault(number, relationship)
    return found


def fingerprint_of(group: Sequence[Row]) -> str:
    """The same for the same content, wherever in a file it stands and in whatever order."""
    plain = sorted(json.dumps(dict(sorted(cells.items()))) for _number, cells in group)
    return hashlib.blake2b("\n".join(plain).encode(), digest_size=16).hexdigest()


class FamilyReader(AdultReader, ChildReader):
    def __init__(self, reader: "Reader", group: Sequence[Row]) -> None:
        draft = FamilyDraft([number for number, _cells in group], fingerprint_of(group))
        super().__init__(reader.plan, draft, reader.orders)
        self.relationships = reader.relationships
        self.group = group

    def read(self) -> FamilyDraft:
        for row in self.group:
            self.row, self.cells = row
            self._family()
            self._address()
            for number in range(1, MOST["guardian"] + 1):
                self._guardian(number)
            for number in range(1, MOST["student"] + 1):
                self._student(number)
            for number in range(1, MOST["emergency"] + 1):
                self._contact(number)
            self.own_fields("family", self.draft.custom)
        self._finish()
        return self.draft

    # The family itself

    def _family(self) -> None:
        draft, cells = self.draft, self.cells
        draft.name = draft.name or self.text("family.name", 120)
        draft.external_id = draft.external_id or self.text("family.external_id", 80)
        draft.referral = draft.referral or self.text("family.referral", 60)
        if alert := self.text("family.flag_alert", 500):
            draft.details.setdefault("flag_alert", alert)
        for flag in FLAGS:
            if self.yes_or_no(f"family.{flag}"):
                draft.details[flag] = True
        self.add_keywords("family.keywords", draft.keywords)
        add_once(draft.notes, self.long_text("family.note"))
        archived = self.archived("family.status")
        draft.archived = archived if draft.archived is None else draft.archived and archived
        if "family.balance" in cells:
            self._balance()

    def _balance(self) -> None:
        amount = values.minor_units(self.cells["family.balance"], self.plan.decimals)
        if amount is None or abs(amount) > 10**10:
            self.problem("family.balance", _("This is no amount of money."))
        elif self.draft.balance not in (None, amount):
            self.problem("family.balance", _("The rows of this family say different balances."))
        else:
            self.draft.balance = amount

    def _address(self) -> None:
        lengths = {"line1": 120, "line2": 120, "city": 80, "region": 60, "postal_code": 20}
        found = {name: self.text(f"address.{name}", longest) for name, longest in lengths.items()}
        country = self.cells.get("address.country", "")
        found = {name: text for name, text in found.items() if text}
        if "postal_code" in found:
            found["postal_code"] = values.postal_code(found["postal_code"], self.plan.country)
        if found and not self.draft.address.get("line1"):
            found["country"] = _country(country, self.plan.country)
            self.draft.address = found | {k: v for k, v in self.draft.address.items() if v}

    # What follows from the whole

    def _finish(self) -> None:
        draft = self.draft
        self.row, self.cells = self.group[0]
        if not draft.guardians and not draft.students and not draft.name:
            if not draft.fails:
                self.draft.problems.append(
                    Problem(self.row, "", "", _("This row names nobody: no guardian, no student."))
                )
            return
        draft.name = draft.name or self._name_of_family()
        self._name_the_nameless()
        for student in draft.students:
            student.last_name = student.last_name or draft.name[:60]
        if draft.address and not draft.address.get("line1"):
            draft.address = self._without_street(draft.address)

    def _without_street(self, address: dict[str, str]) -> dict[str, str]:
        """What there is of it stands in its first line: an address has one."""
        for name in ("city", "postal_code", "region"):
            if address.get(name):
                rest = {key: text for key, text in address.items() if key != name}
                return rest | {"line1": address[name]}
        return {}

    def _name_of_family(self) -> str:
        people: Iterable[Any] = [*self.draft.guardians, *self.draft.students]
        named = next((p.last_name for p in people if p.last_name), "")
        return named or next((p.first_name for p in people if p.first_name), "") or _("No name")

    def _name_the_nameless(self) -> None:
        """Contact details without a name are the grown-up student's, or those of a parent."""
        today = self.plan.today
        for guardian in self.draft.guardians:
            if guardian.first_name or guardian.last_name:
                guardian.last_name = guardian.last_name or self.draft.name[:60]
                continue
            adult = next(
                (
                    s
                    for s in self.draft.students
                    if s.born_on and _years(s.born_on, today) >= GROWN_UP
                ),
                None,
            )
            guardian.first_name = adult.first_name if adult else ""
            guardian.last_name = (adult.last_name if adult else "") or self.draft.name[:60]


def _country(text: str, usual: str) -> str:
    plain = text.strip().upper()
    known = {"USA": "US", "UNITED STATES": "US", "CANADA": "CA", "UK": "GB", "AUSTRALIA": "AU"}
    return known.get(plain, plain if len(plain) == 2 and plain.isalpha() else usual)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
