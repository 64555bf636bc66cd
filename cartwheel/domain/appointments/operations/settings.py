"""Saying how a location goes about its appointments."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import AppointmentSettings
from cartwheel.domain.catalog.models import ChargeCategory, Program
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole

Fee = AppointmentSettings.Fee
MOST_HOURS = 720


@whole
def change_appointment_settings(
    location: Location,
    *,
    is_enabled: bool = True,
    keeps_blackouts: bool = True,
    families_cancel: bool = False,
    notice_hours: int = 24,
    invitation_hours: int = 24,
    fee_kind: str = Fee.NONE,
    fee_amount: int = 0,
    fee_percent: Decimal = Decimal(0),
    fee_hours: int = 24,
    fee_moved: bool = False,
    program: Program | None = None,
    category: ChargeCategory | None = None,
    reminder_hours: int = 0,
    booking_text: str = "",
    cancellation_text: str = "",
    reminder_text: str = "",
    by: Actor,
) -> AppointmentSettings:
    """What counts at ``location`` from now on; what was charged stays."""
    require_same_account(location, program, category)
    if fee_kind not in Fee.values:
        raise Refused(_("Choose one of the possibilities."), field="fee_kind")
    _check_fee(fee_kind, fee_amount, fee_percent, program, category)
    for name, hours, least in (
        ("notice_hours", notice_hours, 0),
        ("invitation_hours", invitation_hours, 1),
        ("fee_hours", fee_hours, 0),
        ("reminder_hours", reminder_hours, 0),
    ):
        if not least <= hours <= MOST_HOURS:
            words = {"least": least, "most": MOST_HOURS}
            text = _("Enter between %(least)d and %(most)d hours.") % words
            raise Refused(text, field=name)
    settings, _created = AppointmentSettings.objects.update_or_create(
        account=by.account,
        location=location,
        defaults={
            "is_enabled": is_enabled,
            "keeps_blackouts": keeps_blackouts,
            "families_cancel": families_cancel,
            "notice_hours": notice_hours,
            "invitation_hours": invitation_hours,
            "fee_kind": fee_kind,
            "fee_amount": fee_amount,
            "fee_percent": fee_percent,
            "fee_hours": fee_hours,
            "fee_moved": fee_moved,
            "program": program,
            "category": category,
            "reminder_hours": reminder_hours,
            "booking_text": booking_text.strip(),
            "cancellation_text": cancellation_text.strip(),
            "reminder_text": reminder_text.strip(),
        },
    )
    record("appointment-settings.changed", settings, location, by=by)
    return settings


def _check_fee(
    kind: str,
    amount: int,
    percent: Decimal,
    program: Program | None,
    category: ChargeCategory | None,
) -> None:
    if kind == Fee.NONE:
        return
    if program is None:
        raise Refused(_("Choose the program of the fee."), field="program")
    if category is None:
        raise Refused(_("Choose the charge category of the fee."), field="category")
    if kind == Fee.AMOUNT and amount <= 0:
        raise Refused(_("Enter an amount above zero."), field="fee_amount")
    if kind == Fee.PERCENT and not 0 < percent <= 100:
        raise Refused(_("Enter a percentage above 0, at most 100."), field="fee_percent")
