"""The page behind a mailed link, or on the tablet that staff hand over."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.paperwork.models import Signature, SigningRequest
from cartwheel.domain.paperwork.operations import Signer, guardian_called, sign_by_request
from cartwheel.domain.paperwork.queries import Needed, is_open, needed_of, request_behind
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kiosks.forms import LinkForm
from cartwheel.kiosks.views import KioskView
from cartwheel.ui.requests import address_of


class SignByLink(KioskView):
    """A link that is unknown, used up or too old says only that it works no more."""

    def get(self, request: Any, key: str) -> HttpResponse:
        found = request_behind(request.account, key)
        if not self.may_try(found):
            return self.slow_down()
        if found is None or not is_open(found, now=timezone.now()):
            return self.over()
        needed = self.needed(found)
        if not needed:
            return self.render("kiosks/link_done.html", nothing=True)
        return self.page(found, LinkForm(needed=needed, initial=self.known(found)))

    def post(self, request: Any, key: str) -> HttpResponse:
        found = request_behind(request.account, key)
        if not self.may_try(found):
            return self.slow_down()
        if found is None or not is_open(found, now=timezone.now()):
            return self.over()
        form = LinkForm(request.POST, needed=self.needed(found))
        if form.is_valid() and self.sign(found, form):
            return self.render("kiosks/link_done.html", handed=found.source)
        return self.page(found, form, status=422)

    def may_try(self, found: SigningRequest | None) -> bool:
        """Guessing is slowed down; whoever has a link is not."""
        return found is not None or self.may_guess("link")

    def over(self) -> HttpResponse:
        return self.render("kiosks/link_over.html", status=404)

    def needed(self, found: SigningRequest) -> list[Needed]:
        self.work_at(found.location)
        return needed_of(
            found.family,
            list(students_of(found.family).filter(archived_at=None)),
            day=timezone.localdate(),
            as_of=found.as_of,
            location=found.location,
            activity=found.activity,
        )

    def known(self, found: SigningRequest) -> dict[str, Any]:
        guardian = found.guardian
        if guardian is None or found.source == Signature.Source.OFFICE:
            return {}
        return {"first_name": guardian.first_name, "last_name": guardian.last_name}

    def sign(self, found: SigningRequest, form: LinkForm) -> list[Signature]:
        given, account = form.cleaned_data, self.request.account
        name = f"{given['first_name']} {given['last_name']}"
        guardian = guardian_called(found.family, name)
        by = Actor(
            account,
            "guardian",
            name,
            id=guardian.pk if guardian else None,
            surface="office" if found.source == Signature.Source.OFFICE else "link",
            address=address_of(self.request),
        )
        try:
            return sign_by_request(
                found,
                versions=form.agreed(),
                students=form.chosen(),
                signer=Signer(name, given["born_on"], guardian, contact=found.sent_to),
                ink=given["ink"],
                where=self.circumstances(found.location, found.source, given["sitting"]),
                by=by,
            )
        except Refused as refusal:
            form.refuse(as_field(refusal))
            return []

    def page(self, found: SigningRequest, form: LinkForm, status: int = 200) -> HttpResponse:
        return self.render(
            "kiosks/link.html", form=form, family=found.family, source=found.source, status=status
        )


FIELDS = {"signer_name": "first_name", "signer_born_on": "born_on"}


def as_field(refusal: Refused) -> Refused:
    """The refusal beside the field of the form that it is about."""
    if refusal.field in FIELDS:
        refusal.field = FIELDS[refusal.field]
    return refusal
