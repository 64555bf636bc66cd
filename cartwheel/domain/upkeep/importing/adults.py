"""The guardians of a family, and whom to call in an emergency."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cartwheel.domain.people.operations import read_email
from cartwheel.domain.upkeep.importing import values
from cartwheel.domain.upkeep.importing.cells import CellReader, cut_names
from cartwheel.domain.upkeep.importing.drafts import ContactDraft, GuardianDraft
from cartwheel.domain.upkeep.importing.grouping import letters

PHONES = {"mobile": "Mobile", "home": "Home", "work": "Work", "phone": "", "phone2": ""}
EMAILS = ("email", "email2")


class AdultReader(CellReader):
    """``relationships`` are those that the headers imply: “Mother’s email”."""

    relationships: Mapping[int, str] = {}

    def _guardian(self, number: int) -> None:
        head = f"guardian{number}"
        if not any(target.startswith(f"{head}.") for target in self.cells):
            return
        first, last = self.names(head)
        people = [(first, last)]
        if whole := self.cells.get(f"{head}.full_name", ""):
            people = values.people_in(whole) if not first else [(first, last)]
        elif first and values.NAME_SEPARATOR.search(first):  # Priya & Arun in one column
            people = [(one, last) for one in values.NAME_SEPARATOR.split(first)]
        guardian = GuardianDraft(
            *cut_names(people[0] if people else ("", "")),
            relationship=self.text(f"{head}.relationship", 40)
            or self.relationships.get(number, ""),
            emails=self._emails(head),
            phones=self._phones(head),
            gets_mailings=self.yes_or_no(f"{head}.gets_mailings"),
            gets_texts=self.yes_or_no(f"{head}.gets_texts"),
        )
        self._merge_guardian(guardian)
        for other in people[1:]:
            self._merge_guardian(GuardianDraft(*cut_names(other)))

    def _emails(self, head: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in EMAILS:
            target = f"{head}.{name}"
            for address in values.emails_in(self.cells.get(target, "")):
                if read := self.tried(target, read_email, address):
                    found.setdefault(read, "")
        return found

    def _phones(self, head: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, label in PHONES.items():
            for number, extension in self.numbers(f"{head}.{name}"):
                words = f"{label} ext. {extension}".strip() if extension else label
                found.setdefault(number, words)
        return found

    def _merge_guardian(self, new: GuardianDraft) -> None:
        for old in self.draft.guardians:
            if _same_guardian(old, new):
                old.first_name = old.first_name or new.first_name
                old.last_name = old.last_name or new.last_name
                old.relationship = old.relationship or new.relationship
                old.emails = old.emails | {
                    k: v for k, v in new.emails.items() if k not in old.emails
                }
                old.phones = old.phones | {
                    k: v for k, v in new.phones.items() if k not in old.phones
                }
                return
        if new.first_name or new.last_name or new.emails or new.phones:
            self.draft.guardians.append(new)

    def _contact(self, number: int) -> None:
        head = f"emergency{number}"
        first, last = self.names(head)
        name = f"{first} {last}".strip() or self.text(f"{head}.full_name", 120)
        phones = [number for number, _extension in self.numbers(f"{head}.phone")]
        if not name and not phones:
            return
        if not phones:
            if f"{head}.phone" not in self.cells:
                sentence = _("An emergency contact needs a phone number; it was left out.")
                self.problem(f"{head}.full_name", sentence, fatal=False)
            return
        email = (values.emails_in(self.cells.get(f"{head}.email", "")) or [""])[0]
        contact = ContactDraft(
            name=name or _("Emergency contact"),
            phone=phones[0],
            relationship=self.text(f"{head}.relationship", 40),
            email=self.tried(f"{head}.email", read_email, email) or "",
        )
        if all(letters(c.name) != letters(contact.name) for c in self.draft.contacts):
            self.draft.contacts.append(contact)


def _same_guardian(old: GuardianDraft, new: GuardianDraft) -> bool:
    if old.emails.keys() & new.emails.keys():
        return True
    a, b = letters(old.first_name + old.last_name), letters(new.first_name + new.last_name)
    if a and b:
        alike = letters(old.first_name)[:1] == letters(new.first_name)[:1]
        return a == b or (alike and bool(old.phones.keys() & new.phones.keys()))
    return bool(old.phones.keys() & new.phones.keys())
