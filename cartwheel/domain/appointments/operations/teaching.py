"""Which services a staff member may give, and the pictures of services."""

from collections.abc import Iterable
from functools import partial
from typing import IO

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import locked, require_same_account, save_next
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Service, Teaching
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.pictures import forget_picture, store_picture
from cartwheel.kernel.whole import whole


@whole
def set_teaching(staff: StaffMember, *, services: Iterable[Service], by: Actor) -> None:
    """She may give exactly these; none at all means every one. What she gives already stays."""
    wanted = {service.pk: service for service in services}
    require_same_account(staff, *wanted.values())
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    kept = Teaching.objects.filter(account=by.account, staff=staff)
    before = set(kept.values_list("service", flat=True))
    if before == set(wanted):
        return
    kept.exclude(service__in=wanted).delete()
    Teaching.objects.bulk_create(
        Teaching(account=by.account, staff=staff, service=service)
        for key, service in wanted.items()
        if key not in before
    )
    record("teaching.set", staff, by=by, services=[str(each) for each in wanted.values()])


@whole
def set_service_image(service: Service, *, photo: IO[bytes], size: int, by: Actor) -> Service:
    """Keep ``photo`` (``size`` bytes) as its picture, in place of the one there was.

    Raises ``Refused`` for what is no JPEG, PNG or WebP picture.
    """
    service = locked(service)
    return _put(service, store_picture(f"accounts/{service.account_id}/services", photo, size), by)


@whole
def remove_service_image(service: Service, *, by: Actor) -> Service:
    """Take the picture away, its files too."""
    service = locked(service)
    return _put(service, "", by) if service.image else service


def _put(service: Service, name: str, by: Actor) -> Service:
    was, service.image = service.image, name
    save_next(service)
    transaction.on_commit(partial(forget_picture, was))
    record("service.changed", service, by=by)
    return service
