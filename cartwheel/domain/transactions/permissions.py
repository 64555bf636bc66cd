"""Who may charge many families at once."""

from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.kernel.permissions import Section, page

PAGE = page("transactions", _("Transactions"), _("Charge many families at once, with a preview."))

VIEW = ledger.VIEW & PAGE.full
RUN = ledger.POST & appointments.VIEW & PAGE.full
REVERSE = RUN & ledger.REVERSE

SECTION = Section(_("Transactions"), (PAGE,))
