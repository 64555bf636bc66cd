"""What the Staff pages ask for; fields are named as the operations' parameters."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import StaffMember, UserGroup
from cartwheel.domain.staff.queries import groups_of, levels_of, members_of
from cartwheel.kernel.permissions import Level, Right
from cartwheel.office.rights import RIGHTS, SECTIONS
from cartwheel.ui.forms import DateField, OperationForm, PhoneField

NOTHING: Any = Level.NONE
KINDS = {"application": _("application"), "page": _("page"), "task": _("task")}
LEVEL_NAMES = {Level.NONE: _("None"), Level.VIEW: _("View"), Level.FULL: _("Full")}


class Several(forms.ModelMultipleChoiceField):
    """Some of several records, ticked one by one."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, required=False, **kwargs)


class StaffForm(OperationForm):
    """A staff record. Who may not manage rights is not asked about them."""

    first_name = forms.CharField(max_length=60, label=_("First name"))
    last_name = forms.CharField(max_length=60, required=False, label=_("Last name"))
    role = forms.CharField(
        max_length=60, required=False, label=_("Role"), help_text=_("Such as Coach or Front desk.")
    )
    email = forms.EmailField(required=False, label=_("Email"))
    phone = PhoneField(required=False, label=_("Phone"))
    hired_on = DateField(required=False, label=_("Hire date"))
    released_on = DateField(required=False, label=_("Release date"))
    bio = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        label=_("Introduction"),
        help_text=_(
            "Families read it in the Customer Portal. Left empty, they are not shown there."
        ),
    )
    may_host = forms.BooleanField(required=False, label=_("May host parties"))
    locations = Several(
        label=_("Locations"), help_text=_("Where she or he may work. None ticked means everywhere.")
    )
    groups = Several(label=_("User groups"))
    is_admin = forms.BooleanField(
        required=False,
        label=_("Administrator"),
        help_text=_("May do everything, whatever the groups say."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, account: Account, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.by = by
        places = Location.objects.filter(account=account, archived_at=None)
        groups = UserGroup.objects.filter(account=account, archived_at=None)
        self.fields["locations"].queryset = places  # type: ignore[attr-defined]
        self.fields["groups"].queryset = groups  # type: ignore[attr-defined]
        if not by.can(permissions.EDIT_RIGHTS):
            del self.fields["groups"]
        if not by.everything:
            del self.fields["is_admin"]

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def stays(self, staff: StaffMember) -> dict[str, Any]:
        """What this form did not ask about, as it is."""
        now = {"groups": groups_of(staff), "is_admin": staff.is_admin}
        return {name: value for name, value in now.items() if name not in self.fields}


def staff_values(staff: StaffMember) -> dict[str, Any]:
    """The record as the form shows it."""
    plain = ("first_name", "last_name", "role", "email", "phone", "hired_on", "released_on", "bio")
    values: dict[str, Any] = {name: getattr(staff, name) for name in (*plain, "may_host")}
    locations = staff.locations.values_list("location_id", flat=True)
    return values | {
        "is_admin": staff.is_admin,
        "locations": list(locations),
        "groups": [group.pk for group in groups_of(staff)],
        "version": staff.version,
    }


class Row(NamedTuple):
    """A right in the editor. A page and a task may share their name, so the kind is said.

    ``given`` says what she has of it anyway: "Full through Front desk".
    """

    right: Right
    kind: Any
    radios: list[Any]
    given: str


class RightsForm(OperationForm):
    """A level for every right there is, section by section."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    given: Mapping[str, str] = {}  # what groups give of each right, in words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for right in RIGHTS.values():
            self.fields[right.key] = _level_field(right)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def clean(self) -> dict[str, Any]:
        """The levels together as ``rights``, as the operations want them."""
        cleaned: dict[str, Any] = super().clean() or {}
        levels = {key: cleaned.pop(key, Level.NONE) for key in RIGHTS}
        return cleaned | {"rights": {k: level for k, level in levels.items() if level}}

    def sections(self) -> list[tuple[Any, list[Row]]]:
        """Each section's label, and its rights with a radio button (or None) for each level."""
        return [
            (
                section.label,
                [self._row(right) for right in section.rights],
            )
            for section in SECTIONS
        ]

    def _row(self, right: Right) -> Row:
        given = self.given.get(right.key, "")
        return Row(right, KINDS[right.kind], self._radios(right), given)

    def _radios(self, right: Right) -> list[Any]:
        radios = {str(radio.data["value"]): radio for radio in self[right.key]}
        return [radios.get(str(level.value)) for level in Level]


def _level_field(right: Right) -> forms.Field:
    return forms.TypedChoiceField(
        label=f"{right.label} ({KINDS[right.kind]})",
        choices=[(level.value, LEVEL_NAMES[level]) for level in right.levels],
        coerce=lambda value: Level(int(value)),
        empty_value=NOTHING,
        initial=Level.NONE.value,
        required=False,
        widget=forms.RadioSelect,
    )


class GroupForm(RightsForm):
    name = forms.CharField(max_length=80, label=_("Name"))
    description = forms.CharField(max_length=250, required=False, label=_("Description"))
    members = Several(label=_("Members"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        people = StaffMember.objects.filter(account=account, archived_at=None)
        self.fields["members"].queryset = people  # type: ignore[attr-defined]


def group_values(group: UserGroup) -> dict[str, Any]:
    """The group as the form shows it."""
    values = {"name": group.name, "description": group.description, "version": group.version}
    return values | level_values(group) | {"members": [p.pk for p in members_of(group)]}


def rights_values(staff: StaffMember) -> dict[str, Any]:
    """The personal grants as the form shows them."""
    return level_values(staff) | {"version": staff.version}


def level_values(owner: StaffMember | UserGroup) -> dict[str, Any]:
    """What was granted, as the radio buttons show it."""
    return {right: level.value for right, level in levels_of(owner).items() if right in RIGHTS}


class SignInForm(OperationForm):
    email = forms.EmailField(label=_("Email"), help_text=_("What she or he signs in with."))
    password = forms.CharField(
        required=False,
        strip=False,
        label=_("Password"),
        help_text=_("Leave it empty to send a link by which the password can be chosen."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str | None:
        return self.cleaned_data["password"] or None
