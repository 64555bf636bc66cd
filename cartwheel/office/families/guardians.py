"""Guardians: added, changed with their emails and phones, made primary, archived and restored."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Channel, Family, Guardian, Rule
from cartwheel.domain.people.operations import (
    add_guardian,
    archive_guardian,
    change_guardian,
    make_primary,
    restore_guardian,
)
from cartwheel.domain.people.queries import About, contact_types, duplicates_of, rules_of_form
from cartwheel.office.families.forms import GuardianForm, NewGuardianForm
from cartwheel.office.families.parted import PartedView
from cartwheel.office.families.parts import EmailRows, PhoneRows, emails_of, phones_of
from cartwheel.office.families.rows import RowsForm
from cartwheel.office.families.screen import ActionView


class GuardianFormView(PartedView, abstract=True):
    """The guardian, the emails, the phones."""

    of: Family

    def form_class(self) -> type[GuardianForm]:
        return NewGuardianForm if self.record is None else GuardianForm

    def initial(self) -> dict[str, Any]:
        if self.record is None:
            return {"last_name": self.of.name}
        return {name: getattr(self.record, name) for name in GuardianForm.base_fields}

    def made(self, data: Any = None) -> dict[str, RowsForm]:
        """The emails and the phones, unless the account hides them."""
        account, record = self.request.account, self.record
        rules, _own = rules_of_form(account, Channel.OFFICE, [About.GUARDIAN])
        lists = (("email", EmailRows, emails_of), ("phone", PhoneRows, phones_of))
        return {
            rows.kind: rows(
                read(record) if record else (),
                account=account,
                rules={"value": rules[About.GUARDIAN, name]},
                existing=record is not None,
                data=data,
            )
            for name, rows, read in lists
            if rules[About.GUARDIAN, name] != Rule.HIDDEN
        }

    def saved(self, record: Guardian) -> HttpResponse:
        """Other families that are reached the same way are named: they may be the same."""
        emails = [row.address for row in record.emails.all()]
        phones = [row.number for row in record.phones.all()]
        twins = duplicates_of(self.request.account, emails, phones)
        names = [str(twin) for twin in twins if twin.pk != record.family_id]
        if names:
            sentence = _("Also reached by these emails or phones: %s. If it is the same, merge.")
            messages.warning(self.request, sentence % ", ".join(names))
        return super().saved(record)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        emails, phones = contact_types(self.request.account)
        return self.render(
            "office/families/guardian.html#form",
            email_types=emails,
            phone_types=phones,
            form=form,
            parts=[*self.parts.values()],
            family=self.of,
            guardian=self.record,
            draft=self.draft_to_offer(form),
            newer=newer and lines_of(newer),
            status=status,
        )


def lines_of(guardian: Guardian) -> list[str]:
    """What is there now, to be read beside what was typed."""
    contacts = [str(row) for row in (*guardian.emails.all(), *guardian.phones.all())]
    return [str(guardian), guardian.relationship, *contacts]


class NewGuardian(GuardianFormView):
    def get(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.show()

    def post(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.send(partial(add_guardian, self.of))


class EditGuardian(GuardianFormView):
    def get(self, request: Any, guardian: int) -> HttpResponse:
        self.record = self.guardian(guardian)
        self.of = self.record.family
        return self.show()

    def post(self, request: Any, guardian: int) -> HttpResponse:
        self.record = self.guardian(guardian)
        self.of = self.record.family
        return self.send(partial(change_guardian, self.record))


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
