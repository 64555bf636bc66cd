"""Writing policies. The text that people have signed is never overwritten."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.paperwork.models import Policy, PolicyVersion
from cartwheel.domain.paperwork.operations import (
    activate_policy,
    deactivate_policy,
    save_policy,
)
from cartwheel.office.settings.policies.forms import PolicyForm, values_of
from cartwheel.office.settings.policies.lists import PAGES, PolicyView


class PolicyFormView(PolicyView, abstract=True):
    def page(
        self, form: PolicyForm, about: str, policy: Policy | None = None, **context: Any
    ) -> HttpResponse:
        versions = PolicyVersion.objects.filter(policy=policy).defer("text") if policy else []
        return self.render(
            "office/settings/policies/policy.html",
            form=form,
            policy=policy,
            versions=versions,
            next_number=policy.latest + 1 if policy else 1,
            tabs=self.tabs(about),
            back_url=self.to(PAGES[Policy.About(about)]),
            **context,
        )

    def saved(self, policy: Policy) -> HttpResponse:
        text = _("“%(name)s” is saved. Its latest version is %(number)d.")
        messages.success(self.request, text % {"name": policy, "number": policy.latest})
        return self.go(PAGES[Policy.About(policy.about)])


class NewPolicy(PolicyFormView):
    def get(self, request: Any) -> HttpResponse:
        about = self.about()
        typed = self.typed_before()
        form = (
            PolicyForm.as_typed(typed, about=about, account=request.account)
            if typed
            else PolicyForm(about=about, account=request.account)
        )
        return self.page(form, about)

    def post(self, request: Any) -> HttpResponse:
        about = self.about()
        form = PolicyForm(request.POST, about=about, account=request.account)
        if request.POST.get("do") == "preview":
            return self.page(form, about, status=_status(form), preview=previewed(form))
        policy = form.perform(save_policy, about=about, by=request.actor)
        if policy is None:
            return self.page(form, about, status=422)
        return self.saved(policy)

    def about(self) -> str:
        asked = self.request.GET.get("about", "")
        return asked if asked in Policy.About.values else Policy.About.FAMILY


class EditPolicy(PolicyFormView):
    def get(self, request: Any, policy: int) -> HttpResponse:
        found = self.policy(policy)
        typed = self.typed_before()
        given = {"about": found.about, "policy": found, "account": request.account}
        form = (
            PolicyForm.as_typed(typed, **given)
            if typed
            else PolicyForm(initial=values_of(found, latest_text(found)), **given)
        )
        return self.page(form, found.about, found)

    def post(self, request: Any, policy: int) -> HttpResponse:
        found = self.policy(policy)
        form = PolicyForm(request.POST, about=found.about, policy=found, account=request.account)
        if request.POST.get("do") == "preview":
            return self.page(
                form, found.about, found, status=_status(form), preview=previewed(form)
            )
        saved = form.perform(lambda **given: save_policy(found, **given), by=request.actor)
        if saved is None:
            newer = form.is_bound and str(found.version) != request.POST.get("version", "")
            return self.page(form, found.about, found, status=422, newer=newer)
        return self.saved(saved)


def latest_text(policy: Policy) -> str:
    return PolicyVersion.objects.get(policy=policy, number=policy.latest).text


def previewed(form: PolicyForm) -> str:
    """The text as people will read it; nothing is saved."""
    form.is_valid()
    return str(form.cleaned_data.get("text", ""))


def _status(form: PolicyForm) -> int:
    return 200 if form.is_valid() else 422


class SwitchPolicy(PolicyView):
    """Ask for it no more, or again."""

    def get(self, request: Any, policy: int) -> HttpResponse:
        return self.go("edit-policy", self.policy(policy).pk)

    def post(self, request: Any, policy: int) -> HttpResponse:
        found = self.policy(policy)
        change = deactivate_policy if found.active else activate_policy
        changed = change(found, by=request.actor)
        text = _("“%s” is asked for again.") if changed.active else _("“%s” is asked for no more.")
        messages.success(request, text % changed)
        return self.go(PAGES[Policy.About(changed.about)])
