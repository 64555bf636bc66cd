"""Merging: choose the families, see before and after, decide what wins, merge."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.operations import merge_families
from cartwheel.domain.upkeep.queries import MOST, before_and_after, with_everything
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.families.lists import FamilyList
from cartwheel.office.families.results import found_families
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.upkeep.forms import MergeForm
from cartwheel.office.views import OfficeView


class MergeChosen(OfficeView):
    """From the ticks of the list of families to the page that merges them."""

    permission = permissions.MERGE

    def get(self, request: Any) -> HttpResponse:
        return self.go("families")

    def post(self, request: Any) -> HttpResponse:
        page = FamilyList(request.location, request.POST.get("query", ""), request.actor)
        keys = list(page.selected(request.POST).values_list("pk", flat=True)[: MOST + 1])
        if len(keys) < 2:
            messages.error(request, _("Choose two to %d families to merge.") % MOST)
            return self.go("families", query=request.POST.get("query", ""))
        if len(keys) > MOST:
            text = _("At most %d are merged at once: these are the first. Merge the others after.")
            messages.info(request, text % MOST)
        return self.go("merge-family", keys[0], query=with_these(keys[1:MOST]))


def keys_in(typed: Any, name: str) -> list[int]:
    """The keys of rows that were sent under this name; what cannot be one is left out."""
    return [key for key in map(read_key, typed.getlist(name)) if key is not None]


def with_these(keys: list[int]) -> str:
    return urlencode([("with", key) for key in keys])


class MergeFamily(FamilyView):
    """``?with=`` names the others; ``?q=`` looks for more of them."""

    permission = permissions.MERGE
    change_permission = permissions.MERGE

    def get(self, request: Any, family: int) -> HttpResponse:
        typed = self.typed_before()
        families = self.families(family, typed or request.GET)
        form = self.form(families, typed) if len(families) > 1 else None
        return self.page(families, form)

    def post(self, request: Any, family: int) -> HttpResponse:
        families = self.families(family, request.POST)
        if len(families) < 2:
            return self.page(families, None, status=422, problem=_("Choose at least two families."))
        form = MergeForm(request.POST, families=families)
        if not self._fresh(families):
            return self._look_again(families, _("A family was changed after you opened this."))
        if not form.is_valid():
            return self.page(families, form, status=422)
        try:
            merge_families(families[0], **form.asked(), by=request.actor)
        except Refused as refusal:
            return self._look_again(self.families(family, request.POST), str(refusal))
        self.forget_draft()
        names = _(", ").join(str(other) for other in families[1:])
        words = {"names": names, "family": families[0]}
        one, many = "%(names)s is part of %(family)s now.", "%(names)s are part of %(family)s now."
        messages.success(request, ngettext(one, many, len(families) - 1) % words)
        return self.go("family", families[0].pk)

    def families(self, primary: int, asked: Any) -> list[Family]:
        """The primary family and the others that are asked for, with all their people."""
        first = self.family(primary)
        keys = [key for key in dict.fromkeys(keys_in(asked, "with")) if key != first.pk]
        rows = Family.objects.filter(account=self.request.account, merged_into=None)
        found = with_everything(rows, [first.pk, *keys][:MOST])
        for family in found:
            family.account = self.request.account
        return found or [first]

    def form(self, families: list[Family], typed: Any) -> MergeForm:
        if typed is None:
            return MergeForm(families=families)
        return MergeForm.as_typed(typed, families=families)

    def _fresh(self, families: list[Family]) -> bool:
        posted = self.request.POST
        return all(posted.get(f"version-{f.pk}") == str(f.version) for f in families)

    def _look_again(self, families: list[Family], reason: str) -> HttpResponse:
        """What was typed, as an answer to the families as they are now, with the reason."""
        typed = self.request.POST.copy()
        for name, field in MergeForm(families=families).fields.items():
            if name.startswith("version-") or name not in typed:
                typed[name] = str(field.initial)
        form = MergeForm(typed, families=families)
        form.add_error(None, f"{reason} {_('Nothing was merged yet.')}")
        return self.page(families, form, status=422)

    def page(
        self,
        families: list[Family],
        form: MergeForm | None,
        *,
        status: int = 200,
        problem: str = "",
    ) -> HttpResponse:
        chosen = [family.pk for family in families[1:]]
        text = self.request.GET.get("q", "").replace("\0", "")[:200]
        found = [f for f in found_families(text, self.request.actor) if f.pk not in chosen]
        lines = self._numbers(families, form) if form else []
        return self.render(
            "office/upkeep/merge.html",
            family=families[0],
            families=families,
            others=families[1:],
            form=form,
            lines=lines,
            q=text,
            problem=problem,
            full=len(families) >= MOST,
            results=[f for f in found if f.pk != families[0].pk] if text else None,
            chosen=with_these(chosen),
            swaps=self._swaps(families),
            status=status,
        )

    def _numbers(self, families: list[Family], form: MergeForm) -> list[Any]:
        lines = before_and_after(
            families, students=len(form.pairs("student")), guardians=len(form.pairs("guardian"))
        )
        if self.request.actor.can(ledger.VIEW):
            return lines
        return [line for line in lines if not line.money]

    def _swaps(self, families: list[Family]) -> list[tuple[Family, str, str]]:
        """For each other family: the page on which it is primary, and the one without it."""
        keys = [family.pk for family in families]
        found = []
        for other in families[1:]:
            rest = [key for key in keys if key != other.pk]
            as_primary = f"{self.to('merge-family', other.pk)}?{with_these(rest)}"
            without = f"{self.to('merge-family', keys[0])}?{with_these(rest[1:])}"
            found.append((other, as_primary, without))
        return found
