"""Settings > Policies: what families, students and transactions are asked to agree to."""

from typing import Any, ClassVar

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.models import Cover, Policy
from cartwheel.office.views import OfficeView

TABS = (
    ("policies", Policy.About.FAMILY, _("Family")),
    ("student-policies", Policy.About.STUDENT, _("Student")),
    ("transaction-policies", Policy.About.TRANSACTION, _("Transactions")),
)
PAGES = {about: page for page, about, _label in TABS}
SAYS = {
    Policy.About.FAMILY: _("Agreed to once for the whole family."),
    Policy.About.STUDENT: _("Signed by a guardian for each child."),
    Policy.About.TRANSACTION: _(
        "What payments, refunds and cancellations follow: printed on every receipt, and read in the"
        " Customer Portal beside the payments."
    ),
}


class PolicyView(OfficeView, abstract=True):
    permission = permissions.SETUP

    def policy(self, pk: int) -> Policy:
        found = Policy.objects.filter(account=self.request.account, pk=pk).first()
        if found is None:
            raise self.no_such()
        found.account = self.request.account
        return found

    def tabs(self, current: str) -> list[tuple[Any, str, bool]]:
        return [(label, self.to(page), about == current) for page, about, label in TABS]


class Policies(PolicyView):
    about: ClassVar[str] = Policy.About.FAMILY

    def get(self, request: Any) -> HttpResponse:
        signed = (
            Cover.objects.filter(
                account=request.account, policy=OuterRef("pk"), number=OuterRef("latest")
            )
            .order_by()
            .values("policy")
            .annotate(n=Count("pk"))
            .values("n")
        )
        found = Policy.objects.filter(account=request.account, about=self.about)
        rows = found.prefetch_related("locations__location").annotate(signed=Subquery(signed))
        return self.render(
            "office/settings/policies/list.html",
            rows=rows.order_by("-active", "name"),
            tabs=self.tabs(self.about),
            says=SAYS[Policy.About(self.about)],
            new_url=f"{self.to('new-policy')}?about={self.about}",
        )


class StudentPolicies(Policies):
    about = Policy.About.STUDENT


class TransactionPolicies(Policies):
    about = Policy.About.TRANSACTION
