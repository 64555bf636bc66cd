"""Customers that are charged no tax, and until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Family, Kind, Organization


@dataclass(frozen=True)
class Exemption:
    """Why a charge carries no tax; as a text, the step that its trace keeps."""

    name: str
    number: str
    until: date | None

    def __str__(self) -> str:
        words = {"name": self.name, "number": self.number}
        told = _("No tax: %(name)s is exempt") % words
        if self.number:
            told = _("No tax: %(name)s is exempt, number %(number)s") % words
        if self.until:
            told += " " + _("(until %s)") % date_format(self.until, "DATE_FORMAT")
        return told


def exemption_of(family: Family, *, on: date) -> Exemption | None:
    """The exemption that the customer has on that day; no household has any.

    Costs a statement for an organization only.
    """
    if family.kind != Kind.ORGANIZATION:
        return None
    rows = Organization.objects.filter(
        Q(tax_exempt_until=None) | Q(tax_exempt_until__gte=on),
        account_id=family.account_id,
        family=family,
        tax_exempt=True,
    )
    row = rows.first()
    return _of(row, family) if row else None


def last_exemption_of(family: Family) -> Exemption:
    """The exemption as it was last written down, whether or not it still holds."""
    rows = Organization.objects.filter(account_id=family.account_id, family=family)
    row = rows.first()
    return _of(row, family) if row else Exemption(family.name, "", None)


def _of(row: Organization, family: Family) -> Exemption:
    return Exemption(family.name, row.tax_exempt_id, row.tax_exempt_until)
