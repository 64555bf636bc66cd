"""What merging asks: whose word wins, and who is one and the same."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.upkeep.queries import Pair, differences, guardian_pairs, student_pairs
from cartwheel.ui.formats import day
from cartwheel.ui.forms import OperationForm


class MergeForm(OperationForm):
    """A field for each thing on which the families differ, and one for each person of the others.

    ``families`` come with all their people, the primary one first.
    """

    def __init__(self, *args: Any, families: Sequence[Family], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = families
        self._ask_fields()
        self._ask_people("student", student_pairs(families), self._children())
        self._ask_people("guardian", guardian_pairs(families), self._adults())
        for family in families:
            self.fields[f"version-{family.pk}"] = forms.IntegerField(
                initial=family.version, widget=forms.HiddenInput
            )

    def _children(self) -> list[Student]:
        return [s for f in self.families for s in f.students.all() if not s.merged_into_id]

    def _adults(self) -> list[Guardian]:
        return [g for f in self.families for g in f.guardians.all() if g.archived_at is None]

    def _ask_fields(self) -> None:
        names = {family.pk: str(family) for family in self.families}
        for choice in differences(self.families):
            options = [(key, value or _("nothing")) for key, value in choice.options]
            if choice.key != "name":
                options = [(key, f"{value} ({names[key]})") for key, value in options]
            self.fields[f"choice-{choice.key}"] = forms.TypedChoiceField(
                label=choice.label,
                choices=options,
                coerce=int,
                initial=choice.proposed,
                widget=forms.RadioSelect,
            )

    def _ask_people(self, kind: str, pairs: Sequence[Pair], people: Sequence[Any]) -> None:
        """Everybody of the others may be the same as somebody of a family before."""
        proposed = {pair.gone: pair.kept for pair in pairs}
        before: list[Any] = []
        for family in self.families:
            mine = [person for person in people if person.family_id == family.pk]
            for person in mine if before else ():
                others = [(other.pk, self._named(other)) for other in before]
                self.fields[f"{kind}-{person.pk}"] = forms.TypedChoiceField(
                    label=self._named(person),
                    choices=[("", _("somebody else")), *others],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=proposed.get(person.pk, ""),
                )
            before += mine

    def _named(self, person: Guardian | Student) -> str:
        family = next(f for f in self.families if f.pk == person.family_id)
        born = getattr(person, "born_on", None)
        words = {"name": person, "family": family, "born": day(born) if born else ""}
        return (_("%(name)s, born %(born)s") if born else "%(name)s") % words

    def of(self, kind: str) -> list[Any]:
        """The fields about ``choice``, ``student`` or ``guardian``, to be drawn."""
        return [self[name] for name in self.fields if name.startswith(f"{kind}-")]

    def choices(self) -> list[Any]:
        return self.of("choice")

    def students(self) -> list[Any]:
        return self.of("student")

    def guardians(self) -> list[Any]:
        return self.of("guardian")

    def pairs(self, kind: str) -> list[Pair]:
        """Those who are one and the same: as typed, as proposed where nothing was typed yet."""
        found = []
        for field in self.of(kind):
            kept = self.cleaned_data.get(field.name) if self.is_bound else field.initial
            if kept:
                found.append(Pair(int(kept), int(field.name.partition("-")[2])))
        return found

    def asked(self) -> dict[str, Any]:
        """The arguments of ``merge_families``."""
        given = self.cleaned_data
        return {
            "others": self.families[1:],
            "choices": {
                name.partition("-")[2]: value
                for name, value in given.items()
                if name.startswith("choice-")
            },
            "students": self.pairs("student"),
            "guardians": self.pairs("guardian"),
            "versions": {family.pk: given[f"version-{family.pk}"] for family in self.families},
        }
