"""How an organization's tax exemption reads."""

from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Organization
from cartwheel.ui.formats import day


def exemption_state(organization: Organization, today: date) -> tuple[str, str]:
    """In words, and the tone of its badge; "" where the organization is taxed as everybody."""
    until = organization.tax_exempt_until
    if not organization.tax_exempt:
        return "", ""
    if until is None:
        return _("Exempt"), "good"
    if until < today:
        return _("Exemption ran out on %s") % day(until), "danger"
    return _("Exempt until %s") % day(until), "good"
