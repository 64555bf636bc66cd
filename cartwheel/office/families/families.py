"""New families, and everything that is kept about a family itself."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse

from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Channel, Family, Rule
from cartwheel.domain.people.operations import (
    LooksLikeDuplicate,
    change_family,
    create_family,
    read_email,
    read_phone,
)
from cartwheel.domain.people.queries import About, alike_at, duplicates_of, rules_of_form
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.forms import FamilyForm, NewFamilyForm, facts_of
from cartwheel.office.families.parted import PartedView
from cartwheel.office.families.parts import (
    AddressRows,
    DateRows,
    EmergencyRows,
    addresses_of,
    emergency_contacts_of,
    special_dates_of,
)
from cartwheel.office.families.results import shown
from cartwheel.office.families.rows import RowsForm
from cartwheel.office.families.screen import FormView
from cartwheel.office.views import OfficeView


class NewFamily(FormView):
    """Families with the same email or phone are shown before a second one is made."""

    def get(self, request: Any) -> HttpResponse:
        typed = self.typed_before()
        account = request.account
        if typed:
            return self.page(NewFamilyForm.as_typed(typed, account=account))
        return self.page(NewFamilyForm(account=account))

    def post(self, request: Any) -> HttpResponse:
        return self.save(NewFamilyForm(request.POST, account=request.account), create_family)

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        if not isinstance(refusal, LooksLikeDuplicate):
            return super().refused(form, refusal)
        keys = [family.pk for family in refusal.families]
        twins = Family.objects.filter(account=self.request.account, pk__in=keys)
        return self.page(form, status=422, duplicates=shown(twins, self.request.actor))

    def page(
        self, form: Any, *, status: int = 200, newer: Any = None, duplicates: Any = ()
    ) -> HttpResponse:
        return self.render(
            "office/families/new.html#form",
            form=form,
            duplicates=duplicates,
            draft=self.draft_to_offer(form),
            status=status,
        )


class FamilyTwins(OfficeView):
    """Whom somebody may be typing a second time, while she types: nothing is refused here."""

    permission = permissions.EDIT
    is_part = True

    def get(self, request: Any) -> HttpResponse:
        return self.go("new-family")

    def post(self, request: Any) -> HttpResponse:
        typed, account = request.POST, request.account
        email = read_or_nothing(read_email, typed.get("email", ""))
        phone = read_or_nothing(read_phone, typed.get("phone", ""), account.country)
        found = duplicates_of(account, [email], [phone])
        if name := typed.get("family_name") or typed.get("last_name"):
            place = (typed.get("line1", "")[:120], typed.get("postal_code", "")[:20])
            found += alike_at(account, name.replace("\0", "")[:120], [place])
        keys = {family.pk for family in found}
        twins = Family.objects.filter(account=account, pk__in=keys)
        rows = shown(twins, request.actor) if keys else []
        return self.render("office/families/_twins.html", duplicates=rows)


def read_or_nothing(read: Callable[..., str], typed: str, *more: Any) -> str:
    """What can be made of it as far as it is typed."""
    try:
        return read(typed.replace("\0", "")[:254], *more)
    except Refused:
        return ""


class EditFamily(PartedView):
    """One page for all of it: facts, addresses, emergency contacts, special dates."""

    record: Family

    def get(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        return self.show()

    def post(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        return self.send(partial(change_family, self.record))

    def form_class(self) -> type[FamilyForm]:
        return FamilyForm

    def initial(self) -> dict[str, Any]:
        return facts_of(self.record)

    def made(self, data: Any = None) -> dict[str, RowsForm]:
        """What the account hides is left out."""
        account = self.request.account
        rules, _own = rules_of_form(account, Channel.OFFICE, [About.FAMILY, About.EMERGENCY])
        common = {"account": account, "data": data, "existing": True}
        parts: dict[str, RowsForm] = {}
        addresses = {name: rule for (about, name), rule in rules.items() if about == About.FAMILY}
        people = {name: rule for (about, name), rule in rules.items() if about == About.EMERGENCY}
        if addresses["line1"] != Rule.HIDDEN:
            there = addresses_of(self.record)
            parts["addresses"] = AddressRows(there, rules=addresses, **common)
        if people["name"] != Rule.HIDDEN:
            there = emergency_contacts_of(self.record)
            parts["emergency_contacts"] = EmergencyRows(there, rules=people, **common)
        parts["special_dates"] = DateRows(special_dates_of(self.record), **common)
        return parts

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/families/edit.html#form",
            form=form,
            parts=[*self.parts.values()],
            family=self.record,
            draft=self.draft_to_offer(form),
            newer=newer and lines_of(newer),
            status=status,
        )


def lines_of(family: Family) -> list[str]:
    """What is there now, to be read beside what was typed."""
    keywords = ", ".join(str(link.keyword) for link in family.keyword_links.all())
    lists = (family.addresses, family.emergency_contacts, family.special_dates)
    rows = [str(row) for each in lists for row in each.all()]
    source = str(family.referral_source or "")
    return [family.name, family.flag_alert, source, keywords, *rows]
