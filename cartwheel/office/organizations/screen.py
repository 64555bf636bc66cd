"""What the screens of organizations share."""

from typing import Any

from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Organization, OrganizationMember
from cartwheel.office.families.screen import FormView


class OrganizationView(FormView, abstract=True):
    """A screen about one organization, which its family's key names."""

    permission = permissions.EDIT_ORGANIZATIONS
    change_permission = permissions.EDIT_ORGANIZATIONS

    def organization(self, family: int) -> Organization:
        rows = Organization.objects.select_related("family__account")
        found = rows.filter(account=self.request.account, family=family).first()
        if found is None:
            raise self.no_such()
        return found

    def member(self, pk: int) -> OrganizationMember:
        rows = OrganizationMember.objects.select_related("organization__family", "family__account")
        found: OrganizationMember = self._find(rows, pk)
        return found

    def saved(self, record: Any) -> Any:
        return super().saved(record.family if isinstance(record, Organization) else record)
