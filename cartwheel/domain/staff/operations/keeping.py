"""What people keep on their desks: half-typed forms, and lists with their filters.

Neither is business, so neither has a history.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.staff.models import Draft, SavedView, StaffMember
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import clean_line

LONGEST_DRAFT = 200_000  # characters
LONGEST_VIEW = 4_000


def save_draft(staff: StaffMember, *, form: str, body: str) -> None:
    """Keep ``body`` (the fields as a browser sends them) for the form at the address ``form``."""
    if len(body) > LONGEST_DRAFT:
        raise Refused(_("This is too long to be kept as a draft."))
    draft = Draft(
        account_id=staff.account_id, staff=staff, form=form, body=body, saved_at=timezone.now()
    )
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,  # two tabs may save at once; the later wins
        unique_fields=["staff", "form"],
        update_fields=["body", "saved_at"],
    )


def discard_draft(staff: StaffMember, *, form: str) -> None:
    """Forget what was kept for this form."""
    Draft.objects.filter(staff=staff, form=form).delete()


def save_view(staff: StaffMember, *, page: str, name: str, query: str) -> SavedView:
    """Keep the list ``page`` with its filters under ``name``; the same name again replaces it."""
    name = clean_line(name)
    if not name:
        raise Refused(_("Enter a name."), field="name")
    if len(name) > 60:
        raise Refused(_("Choose a name of at most 60 letters."), field="name")
    if len(query) > LONGEST_VIEW:
        raise Refused(_("These filters are too long to be kept as a view."))
    view, _created = SavedView.objects.update_or_create(
        staff=staff,
        page=page,
        name=name,
        defaults={"query": query},
        create_defaults={"query": query, "account_id": staff.account_id},
    )
    return view


def discard_view(view: SavedView) -> None:
    """Forget the view; the list itself is not touched."""
    view.delete()
