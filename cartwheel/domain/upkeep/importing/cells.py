"""Single cells of the row at hand, read or reported."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from cartwheel.domain.people.operations import read_phone, short_line
from cartwheel.domain.upkeep.importing import dates, limits, values
from cartwheel.domain.upkeep.importing.drafts import FamilyDraft, Problem
from cartwheel.domain.upkeep.importing.grouping import letters
from cartwheel.domain.upkeep.importing.plans import OwnField, Plan
from cartwheel.domain.upkeep.importing.targets import label_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import clean_line


class CellReader:
    """Reads the cells of ``row``; what cannot be read becomes a problem of the draft."""

    def __init__(self, plan: Plan, draft: FamilyDraft, orders: Mapping[str, str]) -> None:
        self.plan, self.draft, self.orders = plan, draft, orders
        self.row = 0
        self.cells: Mapping[str, str] = {}

    def problem(self, target: str, text: str, *, fatal: bool = True) -> None:
        column, value = self.plan.header_of(target), self.cells.get(target, "")
        if fatal and value and self.plan.unreadable_to_notes:
            self.draft.notes.append(f"{column or label_of(target)}: {value[:2000]}")
            fatal = False
        self.draft.problems.append(Problem(self.row, column, value, text, fatal))

    def tried(self, target: str, read: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            return read(*arguments, **keywords)
        except Refused as refusal:
            self.problem(target, str(refusal))
            return None

    def text(self, target: str, longest: int) -> str:
        """One line of at most so many characters."""
        given = self.cells.get(target, "")
        if not given:
            return ""
        return self.tried(target, short_line, given, target, longest=longest) or ""

    def long_text(self, target: str) -> str:
        given = self.cells.get(target, "").replace("\r\n", "\n").replace("\0", "").strip()
        if len(given) > limits.LONGEST_CELL:
            self.problem(target, _("Use at most %d characters.") % limits.LONGEST_CELL)
            return ""
        return given

    def yes_or_no(self, target: str) -> bool | None:
        if target not in self.cells:
            return None
        answer = values.yes_or_no(self.cells[target])
        if answer is None:
            self.problem(target, _("This is neither yes nor no."))
        return answer

    def archived(self, target: str) -> bool | None:
        if target not in self.cells:
            return None
        answer = values.is_archived(self.cells[target])
        if answer is None:
            sentence = _("It is not clear whether this means active or archived.")
            self.problem(target, sentence, fatal=False)
        return answer

    def day(self, target: str) -> date | None:
        text = self.cells.get(target, "")
        if not text:
            return None
        order = self.orders.get(target, self.plan.usual_order)
        found = dates.read(text, order, today=self.plan.today)
        if found is None:
            self.problem(target, _("This is no day that can be read."))
        return found

    def names(self, head: str) -> tuple[str, str]:
        first = self.text(f"{head}.first_name", 60)
        last = self.text(f"{head}.last_name", 60)
        return first, last

    def numbers(self, target: str) -> Iterator[tuple[str, str]]:
        text = self.cells.get(target, "")
        if not text:
            return
        for number, extension in values.phones_in(text):
            if values.lost_digits(number):
                self.problem(target, _("Excel has shortened this number. Take it from its source."))
            elif read := self.tried(target, phone_number, number, self.plan.country):
                yield read, extension

    def add_keywords(self, target: str, keywords: list[str]) -> None:
        for word in values.listed(self.cells.get(target, "")):
            if len(word) > 40:
                self.problem(target, _("A keyword has at most %d characters.") % 40)
            else:
                add_once(keywords, word)

    def own_fields(self, about: str, into: dict[str, str]) -> None:
        for target, own in self.plan.own.items():
            text = self.cells.get(target, "")
            if own.key.startswith(f"{about}:") and text:
                value = self._own_value(target, own, text)
                if value:
                    into.setdefault(target, value)

    def _own_value(self, target: str, own: OwnField, text: str) -> str:
        match own.kind:
            case "date":
                day = self.day(target)
                return day.isoformat() if day else ""
            case "number":
                number = values.number(text)
                if not number:
                    self.problem(target, _("This is no number."))
                return number
            case "yesno":
                answer = self.yes_or_no(target)
                return "" if answer is None else "yes" if answer else "no"
            case "choice":
                found = [each for each in own.choices if letters(each) == letters(text)]
                if not found:
                    self.problem(target, _("Choose one of: %s.") % ", ".join(own.choices))
                return found[0] if found else ""
        return self.text(target, 500)


@lru_cache(maxsize=100_000)
def phone_number(text: str, country: str) -> str:
    return read_phone(text, country)


def add_once(entries: list[str], text: str) -> None:
    if text and text.casefold() not in {entry.casefold() for entry in entries}:
        entries.append(text)


def cut_names(person: tuple[str, str]) -> tuple[str, str]:
    first, last = person
    return clean_line(first)[:60], clean_line(last)[:60]
