"""Adding a family or an honoree on the way: a small form inside that of the booking.

Which one is open is sent with everything else (``adding``; see ``BookingScreen.adding``). So it
stays open, as typed, whatever else is done on the page, in a draft and after signing in again,
until it is saved or canceled.
"""

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.people.operations import LooksLikeDuplicate, add_student, create_family
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.families.results import shown
from cartwheel.office.parties.forms import PREFIX, HonoreeForm, PartyForm, QuickFamilyForm
from cartwheel.office.parties.screen import FAMILY, HONOREE, BookingScreen
from cartwheel.office.views import OfficeView

ALIKE = "alike"  # the keys of the families that looked like the one that is being added


class AddingOnTheWay(OfficeView, abstract=True):
    """The steps in which somebody who is not in the books yet is added to them.

    Each gives back what it has to show of its own; what was typed is changed in place.
    """

    def new_family(self, typed: QueryDict) -> dict[str, Any]:
        typed["adding"] = FAMILY
        return {}

    def new_honoree(self, typed: QueryDict) -> dict[str, Any]:
        typed["adding"] = HONOREE
        return {}

    def stop_adding(self, typed: QueryDict) -> dict[str, Any]:
        typed["adding"] = ""
        return {}

    def add_family(self, typed: QueryDict) -> dict[str, Any]:
        typed["adding"] = FAMILY
        typed.setlist(ALIKE, [])
        form = QuickFamilyForm(typed, **self._given(FAMILY))
        if not form.is_valid():
            return {"family_form": form, "status": 422}
        try:
            family = create_family(**form.cleaned_data, by=self.request.actor)
        except LooksLikeDuplicate as refusal:
            typed.setlist(ALIKE, [str(twin.pk) for twin in refusal.families])
            return {"family_form": form, "status": 422}
        except Refused as refusal:
            form.refuse(refusal)
            return {"family_form": form, "status": 422}
        typed["family"] = str(family.pk)
        return self.stop_adding(typed)

    def add_honoree(self, typed: QueryDict) -> dict[str, Any]:
        typed["adding"] = HONOREE
        form = HonoreeForm(typed, **self._given(HONOREE))
        family = self.screen(typed).family
        if family is None:
            return {}
        student = form.perform(
            lambda **values: add_student(family, **values), by=self.request.actor
        )
        if student is None:
            return {"honoree_form": form, "status": 422}
        typed["honoree"] = str(student.pk)
        return self.stop_adding(typed)

    def screen(self, typed: QueryDict) -> BookingScreen:
        raise NotImplementedError

    def _given(self, adding: str) -> dict[str, Any]:
        given = {"prefix": PREFIX[adding], "account": self.request.account}
        return given if adding == FAMILY else given | {"today": timezone.localdate()}

    def open_form(self, screen: BookingScreen) -> dict[str, Any]:
        """The small form that is open, as typed, for the page to show; nothing when none is."""
        if screen.adding == HONOREE:
            return {"honoree_form": HonoreeForm.as_typed(screen.typed, **self._given(HONOREE))}
        if screen.adding != FAMILY:
            return {}
        form = QuickFamilyForm.as_typed(screen.typed, **self._given(FAMILY))
        return {"family_form": form, "duplicates": self._duplicates(screen.typed)}

    def _duplicates(self, typed: QueryDict) -> list[Any]:
        keys = [key for text in typed.getlist(ALIKE) if (key := read_key(text))]
        twins = self.request.account.families.filter(pk__in=keys)
        return shown(twins, self.request.actor) if keys else []

    def refuse_unsaved(self, form: PartyForm, screen: BookingScreen) -> None:
        """A booking is not saved past a person who is typed and not added."""
        if screen.adding == FAMILY:
            form.errors.pop("family", None)
            text = _("The new family is not added yet. Save it, or cancel and choose a family.")
            form.add_error("family", text)
        elif screen.adding == HONOREE and is_typed(screen.typed, PREFIX[HONOREE]):
            form.errors.pop("honoree", None)
            form.add_error("honoree", _("The new honoree is not added yet. Add it, or cancel."))


def is_typed(typed: QueryDict, prefix: str) -> bool:
    """Whether anything stands in the fields of this prefix."""
    return any(str(value).strip() for name, value in typed.items() if name.startswith(f"{prefix}-"))
