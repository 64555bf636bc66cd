"""Guardians: added, changed with their emails and phones, made primary, archived and restored."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Family, Guardian
from cartwheel.domain.people.operations import (
    Contact,
    add_guardian,
    archive_guardian,
    change_guardian,
    make_primary,
    restore_guardian,
)
from cartwheel.office.families.forms import ContactsForm, GuardianForm, NewGuardianForm
from cartwheel.office.families.screen import ActionView, FormView


class GuardianFormView(FormView, abstract=True):
    """Three forms that are saved as one: the guardian, the emails, the phones."""

    of: Family
    record: Guardian | None = None
    parts: tuple[ContactsForm, ContactsForm]

    def filled(self, form: Any, data: Any = None) -> Any:
        account = self.request.account
        emails, phones = contacts_of(self.record)
        self.parts = (
            ContactsForm("emails", account, emails, data=data),
            ContactsForm("phones", account, phones, data=data),
        )
        return form

    def send(self, form: Any, operation: Any) -> HttpResponse:
        emails, phones = self.parts
        if "more" in self.request.POST:
            return self.page(type(form).as_typed(self.request.POST, account=self.request.account))
        if not (emails.is_valid() and phones.is_valid()):
            form.is_valid()
            return self.page(form, status=422)
        save = partial(operation, emails=emails.contacts, phones=phones.contacts)
        return self.save(form, save, self.record)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        emails, phones = self.parts
        return self.render(
            "office/families/guardian.html",
            form=form,
            emails=emails,
            phones=phones,
            family=self.of,
            guardian=self.record,
            newer=newer and lines_of(newer),
            status=status,
        )


def contacts_of(guardian: Guardian | None) -> tuple[list[Contact], list[Contact]]:
    """Her emails and phones, as the operations take them."""
    if guardian is None:
        return [], []
    emails = [Contact(e.address, e.label, e.is_primary) for e in guardian.emails.all()]
    phones = [Contact(p.number, p.label, p.is_primary) for p in guardian.phones.all()]
    return emails, phones


def lines_of(guardian: Guardian) -> list[str]:
    """What is there now, to be read beside what was typed."""
    emails, phones = contacts_of(guardian)
    contacts = [contact.value for contact in (*emails, *phones)]
    return [str(guardian), guardian.relationship, *contacts]


class NewGuardian(GuardianFormView):
    def get(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        typed = self.typed_before()
        initial = {"last_name": self.of.name}
        form = NewGuardianForm.as_typed(typed) if typed else NewGuardianForm(initial=initial)
        return self.page(self.filled(form, typed))

    def post(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        form = self.filled(NewGuardianForm(request.POST, account=request.account), request.POST)
        return self.send(form, partial(add_guardian, self.of))


class EditGuardian(GuardianFormView):
    def get(self, request: Any, guardian: int) -> HttpResponse:
        self.record = self.guardian(guardian)
        self.of = self.record.family
        typed = self.typed_before()
        given = {name: getattr(self.record, name) for name in GuardianForm.base_fields}
        form = GuardianForm.as_typed(typed) if typed else GuardianForm(initial=given)
        return self.page(self.filled(form, typed))

    def post(self, request: Any, guardian: int) -> HttpResponse:
        self.record = self.guardian(guardian)
        self.of = self.record.family
        form = self.filled(GuardianForm(request.POST, account=request.account), request.POST)
        return self.send(form, partial(change_guardian, self.record))


class MakePrimary(ActionView):
    done = _("%s is the primary guardian now.")

    def operation(self, record: Guardian) -> None:
        make_primary(record, by=self.request.actor)


class ArchiveGuardian(ActionView):
    done = _("%s is archived.")

    def operation(self, record: Guardian) -> None:
        archive_guardian(record, by=self.request.actor)


class RestoreGuardian(ActionView):
    done = _("%s is back.")

    def operation(self, record: Guardian) -> None:
        restore_guardian(record, by=self.request.actor)
