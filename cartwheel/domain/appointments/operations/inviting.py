"""Asking another family to share a booking, and taking part in one."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, Invitation, Timeslot
from cartwheel.domain.appointments.operations.booking import book_appointment
from cartwheel.domain.appointments.operations.letters import send_booking_email
from cartwheel.domain.appointments.queries import is_invited, settings_of, shared_dates
from cartwheel.domain.appointments.refusals import InvitationOver, NotInvited
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import read_email, read_name
from cartwheel.domain.people.queries import address_of, guardians_with
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import hash_of
from cartwheel.kernel.whole import whole
from cartwheel.kernel.wording import hours, moment


@whole
def invite_to_booking(
    booking: Booking, *, email: str, student_name: str, now: datetime, by: Actor
) -> Invitation:
    """Mail the link with which the family at ``email`` takes the places beside this booking's.

    The link works once, for as many hours as the location says. Refused when nobody else fits in,
    when the address is the family's own, and while an invitation to it is open.
    """
    require_same_account(booking)
    address = read_email(email)
    if not address:
        raise Refused(_("Enter the email address of the family’s account."), field="email")
    if any(each.family_id == booking.family_id for each in guardians_with(by.account, address)):
        text = _("This is the family’s own address. Book a brother or a sister at the timeslot.")
        raise Refused(text, field="email")
    invitation = Invitation(
        account=by.account,
        booking=booking,
        email=address,
        student_name=read_name(student_name, "student_name", longest=120),
    )
    free = _dates_with_room(invitation, now)
    twice = Refused(_("%s is invited already. Send it again, or withdraw it.") % address)
    twice.field = "email"
    with refuse_on("invitation_open_once", twice):
        _send(invitation, free, now, by)
    return invitation


@whole
def resend_invitation(
    invitation: Invitation, *, email: str = "", now: datetime, by: Actor
) -> Invitation:
    """Mail it with a new link, to another address if one is given; the earlier link works no more.

    Raises ``InvitationOver`` when it was accepted or withdrawn.
    """
    invitation = _locked(invitation)
    _require_undecided(invitation)
    invitation.email = read_email(email) or invitation.email
    free = _dates_with_room(invitation, now)
    twice = Refused(_("%s is invited already.") % invitation.email, field="email")
    with refuse_on("invitation_open_once", twice):
        _send(invitation, free, now, by)
    return invitation


@whole
def withdraw_invitation(invitation: Invitation, *, now: datetime, by: Actor) -> Invitation:
    """Its link works no more. Raises ``InvitationOver`` when it was accepted meanwhile."""
    invitation = _locked(invitation)
    if invitation.used_at is not None:
        raise InvitationOver(_("It was accepted meanwhile."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        invitation.save()
        booking = invitation.booking
        record("appointment.uninvited", booking, booking.family, by=by, to=invitation.email)
    return invitation


@whole
def accept_invitation(
    invitation: Invitation, *, student: Student, family: Family, now: datetime, by: Actor
) -> Booking:
    """The student takes a place in every date of the booking that has room, as its guest.

    Raises ``InvitationOver``, ``NotInvited`` when the invitation went to another family, and what
    booking raises.
    """
    require_same_account(invitation, student, family)
    invitation = _locked(invitation)
    _require_undecided(invitation)
    if not invitation.is_open(now):
        raise InvitationOver(_("This invitation is too old."))
    if not is_invited(family, invitation):
        text = _("This invitation was sent to %s, which is not an address of your family.")
        raise NotInvited(text % hidden(invitation.email))
    booking = invitation.booking
    dates, _others = shared_dates(invitation, now=now, student=student)
    guest = book_appointment(
        student=student,
        family=family,
        timeslots=dates,
        frequency=booking.frequency,
        ends_on=booking.ends_on,
        pricing=booking.pricing,
        request_key=uuid.uuid4(),
        now=now,
        by=by,
    )
    invitation.used_at, invitation.guest = now, guest
    invitation.save()
    record("appointment.invitation_accepted", booking, guest, booking.family, family, by=by)
    if address_of(family):
        send_booking_email(guest, by=by)
    return guest


@whole
def ask_for_invitation(
    invitation: Invitation, *, email: str, now: datetime, by: Actor
) -> Invitation:
    """Somebody whose link does not work asks for a new one, to be sent to ``email``.

    It stands on the page of the booking until it is sent; the business reads it in a mail.
    """
    invitation = _locked(invitation)
    address = read_email(email)
    if not address:
        raise Refused(_("Enter your email address."), field="email")
    if invitation.used_at is not None or invitation.asked_at is not None:
        return invitation
    invitation.asked_at, invitation.asked_from = now, address
    invitation.save()
    booking = invitation.booking
    record("appointment.invitation_asked", booking, booking.family, by=by, email=address)
    if by.account.email:
        post_message(
            to=by.account.email,
            title=_("%s asks for a new invitation") % invitation.student_name,
            text=_(
                "%(student)s was invited to share %(booking)s. The link did not work, and "
                "%(email)s asks for a new one. It is sent from the page of the booking:\n\n%(url)s"
            )
            % {
                "student": invitation.student_name,
                "booking": booking,
                "email": address,
                "url": settings.PUBLIC_URL
                + reverse("office:appointment-booking", args=[by.account.slug, booking.pk]),
            },
            kind="appointment.invitation_asked",
            regarding=[booking],
            by=by,
        )
    return invitation


def hidden(email: str) -> str:
    """``p•••@example.com``: enough for who owns the address, too little for who does not."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def _locked(invitation: Invitation) -> Invitation:
    require_same_account(invitation)
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    related = ("booking__location", "booking__student", "booking__family", "booking__appointment")
    return rows.select_related(*related).get(pk=invitation.pk)


def _require_undecided(invitation: Invitation) -> None:
    if invitation.used_at is not None:
        raise InvitationOver(_("This invitation was accepted already."))
    if invitation.withdrawn_at is not None:
        raise InvitationOver(_("This invitation was withdrawn."))


def _dates_with_room(invitation: Invitation, now: datetime) -> list[Timeslot]:
    free, others = shared_dates(invitation, now=now)
    if not free and not others:
        raise Refused(_("No date of this booking is still to come."))
    if not free:
        raise Refused(_("No place is left beside this one: nobody else can be invited."))
    return free


def _send(invitation: Invitation, free: list[Timeslot], now: datetime, by: Actor) -> None:
    booking = invitation.booking
    account, location = by.account, booking.location
    location.account = account
    token = secrets.token_urlsafe(32)
    lasts = timedelta(hours=settings_of(location).invitation_hours)
    invitation.token_hash = hash_of(token)
    invitation.sent_at, invitation.expires_at = now, now + lasts
    invitation.sent_by = by.name[:200]
    invitation.asked_at, invitation.asked_from = None, ""
    invitation.save()
    place = reverse("portal:invitation", args=[account.slug, token])
    post_message(
        to=invitation.email,
        title=_("%(student)s is invited to share %(service)s at %(business)s")
        % _words(invitation, account),
        text=_letter(invitation, free, f"{settings.PUBLIC_URL}{place}", account),
        kind="appointment.invitation",
        regarding=[booking],
        secret=True,
        by=by,
    )
    record(
        "appointment.invited",
        booking,
        booking.student,
        booking.family,
        by=by,
        to=invitation.email,
        guest=invitation.student_name,
    )


def _words(invitation: Invitation, account: Account) -> dict[str, str]:
    booking = invitation.booking
    return {
        "student": invitation.student_name,
        "host": booking.student.first_name,
        "service": str(booking.appointment.service),
        "business": account.name,
    }


def _letter(invitation: Invitation, free: list[Timeslot], url: str, account: Account) -> str:
    location = invitation.booking.location
    dates = [hours(slot.starts_at, slot.ends_at, location) for slot in free]
    told = "\n".join(dates[:5]) + (_("\nand %d more dates") % (len(dates) - 5) if dates[5:] else "")
    text = _(
        "Hello,\n\n%(host)s invites %(student)s to share %(service)s at %(business)s:\n\n%(dates)s"
        "\n\nTo take part, open this link and sign in with this email address, or create an "
        "account with it:\n\n%(url)s\n\nThe link works once, until %(until)s.\n\n%(business)s"
    )
    return text % {
        **_words(invitation, account),
        "dates": told,
        "url": url,
        "until": moment(invitation.expires_at, location),
    }
