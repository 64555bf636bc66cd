"""What setting a policy up asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.paperwork.models import ACTIVITIES, LONGEST_VALIDITY, Policy
from cartwheel.ui.forms import OperationForm

KINDS = {
    Policy.About.FAMILY: ("terms", "waiver", "billing", "own"),
    Policy.About.STUDENT: ("waiver", "photo", "own"),
    Policy.About.TRANSACTION: ("own", "billing"),
}
ONLY_STUDENTS = ("age_min", "age_max", "needs_birth_date")
NOT_TRANSACTIONS = ("required", "shown_online", "activities", "locations")


def age_field(label: Any, **given: Any) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=120, label=label, **given)


class PolicyForm(OperationForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    name = forms.CharField(max_length=120, label=gettext_lazy("Name"))
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 14}),
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    suffices_from = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Which version suffices"),
    )
    required = forms.BooleanField(required=False, initial=True, label=gettext_lazy("Required"))
    shown_online = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Shown online and at waiver stations")
    )
    activities = forms.MultipleChoiceField(
        required=False,
        choices=ACTIVITIES,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Asked for"),
        help_text=gettext_lazy("None ticked: whatever somebody comes for."),
    )
    locations: "forms.ModelMultipleChoiceField[Location]" = forms.ModelMultipleChoiceField(
        queryset=Location.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Asked at"),
        help_text=gettext_lazy("None ticked: at every location."),
    )
    age_min = age_field(gettext_lazy("From age"))
    age_max = age_field(gettext_lazy("To age"))
    signer_age_min = age_field(
        gettext_lazy("Least age of who signs"),
        initial=18,
        help_text=gettext_lazy("Empty: no age is asked."),
    )
    validity_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_VALIDITY,
        label=gettext_lazy("Counts for, days"),
        help_text=gettext_lazy("1 to 1096 (three years); empty: for ever."),
    )
    remind_days = forms.IntegerField(
        min_value=0,
        max_value=365,
        initial=14,
        label=gettext_lazy("Remind, days before the end"),
        help_text=gettext_lazy("0: no reminder."),
    )
    needs_birth_date = forms.BooleanField(
        required=False, label=gettext_lazy("The child's birth date must be known")
    )
    needs_confirmation = forms.BooleanField(
        required=False, label=gettext_lazy("Staff must validate it before it counts")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, about: str, policy: Policy | None = None, account: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, account=account, **kwargs)
        left_out: tuple[str, ...] = ()
        if about != Policy.About.STUDENT:
            left_out += ONLY_STUDENTS
        if about == Policy.About.TRANSACTION:
            left_out += NOT_TRANSACTIONS
        left_out += ("kind",) if policy else ("suffices_from", "version")
        for name in left_out:
            del self.fields[name]
        if "kind" in self.fields:
            labels = dict(Policy.Kind.choices)
            kinds = [(kind, labels[kind]) for kind in KINDS[Policy.About(about)]]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if "locations" in self.fields:
            places = account.locations.filter(archived_at=None)
            self.fields["locations"].queryset = places  # type: ignore[attr-defined]
        if policy:
            self.fields["suffices_from"].choices = versions_of(policy)  # type: ignore[attr-defined]


def versions_of(policy: Policy) -> list[tuple[Any, str]]:
    older = range(policy.latest, 0, -1)
    return [
        ("", _("Only the latest one")),
        *((n, _("Version %d and later ones") % n) for n in older),
    ]


PLAIN = (
    "name", "suffices_from", "required", "shown_online", "activities", "age_min", "age_max",
    "signer_age_min", "validity_days", "remind_days", "needs_birth_date", "needs_confirmation",
    "version",
)  # fmt: skip


def values_of(policy: Policy, text: str) -> dict[str, Any]:
    """The policy as the form's fields hold it."""
    places = list(policy.locations.values_list("location_id", flat=True))
    values: dict[str, Any] = {name: getattr(policy, name) for name in PLAIN}
    return values | {"text": text, "locations": places}
