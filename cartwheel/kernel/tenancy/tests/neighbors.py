"""Two businesses next door to each other, each with at least one row in every tenant table."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.activity.models import Redaction
from cartwheel.domain.appointments.models import BookingCharge
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    book_appointment,
    change_appointment_settings,
    invite_to_booking,
    redeem_pass,
    set_teaching,
)
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.calendar.operations import open_feed
from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule
from cartwheel.domain.catalog.operations import (
    add_charge_category,
    add_location,
    add_program,
    add_tax_rate,
)
from cartwheel.domain.ledger.models import Handover
from cartwheel.domain.ledger.operations import (
    Line,
    Share,
    email_receipt,
    post_charge,
    post_split_charge,
    refund_payment,
    take_payment,
)
from cartwheel.domain.mailer.operations import Enclosure, post_message
from cartwheel.domain.paperwork.operations import (
    Circumstances,
    Ink,
    Signer,
    confirm,
    note_expired,
    request_signature,
    save_policy,
    sign,
    start_station,
    void,
)
from cartwheel.domain.paperwork.queries import latest_versions
from cartwheel.domain.parties.operations import (
    add_add_on,
    add_package,
    add_station,
    add_time_slot,
    book_party,
    change_party_settings,
    close_slot,
    send_confirmation,
)
from cartwheel.domain.passes.operations import add_pass_type, sell_pass
from cartwheel.domain.people.models import (
    Address,
    CustomField,
    EmergencyContact,
    Family,
    FamilyKeyword,
    FieldRule,
    HouseholdShare,
    Keyword,
    Note,
    Organization,
    OrganizationMember,
    PeopleSettings,
    Pickup,
    ReferralSource,
    SpecialDate,
    StudentKeyword,
)
from cartwheel.domain.people.operations import (
    add_student,
    change_portal_settings,
    create_family,
    send_portal_code,
)
from cartwheel.domain.scheduling.models import Absence, OpeningHours
from cartwheel.domain.scheduling.operations import Hours, add_zone, set_working_hours
from cartwheel.domain.staff.operations import (
    add_staff_member,
    create_group,
    save_draft,
    save_view,
    set_rate,
)
from cartwheel.domain.transactions.operations import prepare_run
from cartwheel.domain.upkeep.models import (
    AlteredRow,
    DuplicateGroup,
    DuplicateMember,
    DuplicateSearch,
    ExternalKey,
    FamilyImport,
    ImportedFamily,
    ImportMapping,
    MovedReference,
    NotDuplicates,
    Transfer,
    TransferSource,
)
from cartwheel.kernel.permissions import OFFICE, Level
from cartwheel.kernel.tenancy import tenant

NOW = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("America/Chicago"))
TODAY, SATURDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 7), date(2026, 3, 8)


def open_neighbor(slug):
    """A business in which everything that can be kept is kept once."""
    account = open_account(slug=slug, name=slug.title(), email=f"hello@{slug}.example")
    with tenant(account.pk), transaction.atomic():
        by = Actor.system(account)
        place = add_location(name="Main Street", timezone="America/Chicago", by=by)
        place.account = account
        host = _staff(place, by)
        family, child = _family(slug, by)
        _papers(place, family, child, by)
        party = _party(place, host, family, child, by)
        _lesson(place, host, child, by)
        _money(place, party, family, by)
        _desk(account, host, family, by)
        _imports(account, family)
        _care(account, family)
    return account


def _staff(place, by):
    known = {OFFICE.key}
    group = create_group(name="Hosts", rights={OFFICE.key: Level.FULL}, known_rights=known, by=by)
    host = add_staff_member(
        first_name="Jonah",
        last_name="Reyes",
        may_host=True,
        locations=[place],
        groups=[group],
        by=by,
    )
    save_draft(host, form="/somewhere/", body="title=Tara")
    save_view(host, page="families", name="Owing", query="balance=owing")
    return host


def _family(slug, by):
    family = create_family(
        first_name="Priya",
        last_name="Banerjee",
        phone="+15125550177",
        email=f"priya@{slug}.example",
        portal_password="a long enough phrase",
        by=by,
    )
    child = add_student(
        family, first_name="Tara", last_name="Banerjee", born_on=date(2022, 3, 7), by=by
    )
    _record(family, child, by)
    return family, child


def _record(family, child, by):
    """What a customer's record has beside the people themselves."""
    mine = {"account": by.account}
    ReferralSource.objects.create(name="A friend", **mine)
    keyword = Keyword.objects.create(name="Team", **mine)
    CustomField.objects.create(about="family", name="Parking permit", kind="text", **mine)
    FieldRule.objects.create(channel="office", field="guardian.phone", rule="required", **mine)
    PeopleSettings.objects.create(grades=["Kindergarten", "Grade 1"], **mine)
    send_portal_code(email="ida@example.com", now=NOW, by=by)
    change_portal_settings(color="#0a7a5c", by=by)
    FamilyKeyword.objects.create(family=family, keyword=keyword, **mine)
    StudentKeyword.objects.create(student=child, keyword=keyword, **mine)
    Address.objects.create(family=family, line1="1 Main Street", country="US", **mine)
    EmergencyContact.objects.create(family=family, name="Maya", phone="+15125550178", **mine)
    SpecialDate.objects.create(family=family, student=child, label="Joined", on=TODAY, **mine)
    Pickup.objects.create(student=child, name="Maya", **mine)
    Note.objects.create(
        family=family, text="Rings first", author_kind="system", author_name="Cartwheel", **mine
    )
    school = Family.objects.create(name="School", sort_name="school", kind="organization", **mine)
    HouseholdShare.objects.create(student=child, family=school, percent=50, **mine)
    school = Organization.objects.create(family=school, kind="school", **mine)
    OrganizationMember.objects.create(organization=school, family=family, **mine)


def _papers(place, family, child, by):
    """A waiver that was signed, checked, ran out, is asked for anew, and was voided."""
    waiver = save_policy(
        about="student",
        kind="waiver",
        name="Waiver",
        text="I accept the risks.",
        validity_days=1,
        locations=[place],
        by=by,
    )
    [signature] = sign(
        family,
        versions=list(latest_versions([waiver]).values()),
        students=[child],
        signer=Signer("Priya Banerjee", born_on=date(1986, 3, 14)),
        ink=Ink(typed="Priya Banerjee"),
        where=Circumstances(now=NOW, location=place),
        by=by,
    )
    confirm(signature, by=by)
    note_expired(by.account, now=NOW + timedelta(days=2))
    void(signature, reason="Signed by the nanny", by=by)
    request_signature(family, location=place, now=NOW, by=by)
    start_station(name="Lobby", location=place, now=NOW, by=by)


def _party(place, host, family, child, by):
    program, category = (
        add_program(name="Parties", by=by),
        add_charge_category(title="Party", by=by),
    )
    tax = add_tax_rate(location=place, name="Sales tax", percent=Decimal("8.25"), by=by)
    change_party_settings(place, program=program, category=category, by=by)
    hours = {"starts": time(12), "ends": time(14), "weekdays": [5, 6]}
    noon = add_time_slot(location=place, name="Noon", **hours, by=by)
    gym = add_station(location=place, name="Main Gym", capacity=20, time_slots=[noon], by=by)
    close_slot(noon, station=gym, on=SUNDAY, reason="Holiday", by=by)
    package = add_package(
        location=place,
        name="Basic",
        price=20000,
        guests_included=10,
        guests_max=16,
        guest_price=1500,
        stations=[gym],
        tax_rate=tax,
        by=by,
    )
    pizza = add_add_on(location=place, name="Pizza", price=1899, per="party", by=by)
    return book_party(
        station=gym,
        on=SATURDAY,
        time_slot=noon,
        title="Tara turns four",
        guests=10,
        family=family,
        honoree=child,
        contact_email="priya@example.com",
        package=package,
        add_ons=[(pizza, 1)],
        hosts=[host],
        tax_rate=tax,
        request_key=uuid4(),
        now=NOW,
        by=by,
    )


def _lesson(place, host, child, by):
    closed = BlackoutSchedule.objects.create(account=by.account, name="Holidays")
    BlackoutDate.objects.create(
        account=by.account, schedule=closed, first_on=SUNDAY, last_on=SUNDAY
    )
    OpeningHours.objects.create(
        account=by.account, location=place, weekday=0, starts=time(9), ends=time(20)
    )
    Absence.objects.create(
        account=by.account, staff=host, starts_at=NOW, ends_at=NOW + timedelta(hours=1)
    )
    set_working_hours(host, hours=[Hours(0, time(9), time(17))], by=by)
    set_rate(host, amount=2100, since_on=TODAY, by=by)
    open_feed(host, by=by)
    open_feed(child.family, by=by)
    service = add_service(name="Private Lesson", by=by)
    set_teaching(host, services=[service], by=by)
    lesson = add_appointment(
        location=place,
        service=service,
        instructor=host,
        program=add_program(name="Swim", by=by),
        pricing=add_pricing_schedule(name="Privates", tiers=[Tier(4500)], by=by),
        zone=add_zone(location=place, name="Lane 1", by=by),
        frequency="once",
        starts_on=date(2026, 3, 10),
        max_students=2,
        times=[Window(1, time(16), time(16, 30))],
        today=TODAY,
        by=by,
    )
    booking = book_appointment(
        student=child, timeslots=lesson.timeslots.all(), request_key=uuid4(), now=NOW, by=by
    )
    invite_to_booking(booking, email="guest@example.com", student_name="Juno", now=NOW, by=by)
    category = add_charge_category(title="Lesson", by=by)
    line = Line(title="Lesson", amount=4500, program=lesson.program, category=category)
    days = {"charged_on": TODAY, "due_on": TODAY}
    charge = post_charge(child.family, location=place, lines=[line], **days, by=by)
    BookingCharge.objects.create(
        account=by.account, booking=booking, charge=charge, category=category
    )
    _pass(place, lesson, child, category, by)
    change_appointment_settings(place, reminder_hours=24, by=by)
    prepare_run(
        location=place,
        category=category,
        period="date",
        first_on=booking.starts_on,
        last_on=booking.starts_on,
        by=by,
        **days,
    )


def _pass(place, lesson, child, category, by):
    """Five lessons for the child, one of which is booked."""
    program = lesson.program
    five = add_pass_type(
        location=place,
        title="Five lessons",
        holder="student",
        price=20000,
        uses=5,
        program=program,
        category=category,
        programs=[program],
        by=by,
    )
    about = {"request_key": uuid4(), "now": NOW, "by": by}
    held = sell_pass(five, family=child.family, student=child, on=TODAY, **about)
    later = add_appointment(
        location=place,
        service=lesson.service,
        instructor=lesson.instructor,
        program=program,
        pricing=lesson.pricing,
        frequency="once",
        starts_on=date(2026, 3, 11),
        times=[Window(2, time(16), time(16, 30))],
        today=TODAY,
        by=by,
    )
    redeem_pass(held, student=child, timeslot=later.timeslots.get(), **about)


def _money(place, party, family, by):
    payment = take_payment(family, location=place, kind="cash", amount=5000, paid_on=TODAY, by=by)
    refund_payment(payment, amount=1000, kind="cash", on=TODAY, by=by)
    email_receipt(payment, to="priya@example.com", by=by)
    _split(place, family, by)
    send_confirmation(party, now=NOW, by=by)


def _split(place, family, by):
    program, category = by.account.programs.first(), by.account.charge_categories.first()
    post_split_charge(
        [Share(family, 60), Share(by.account.families.exclude(pk=family.pk).first(), 40)],
        location=place,
        lines=[Line("Camp", 10000, program=program, category=category)],
        charged_on=TODAY,
        due_on=TODAY,
        by=by,
    )


def _desk(account, host, family, by):
    post_message(
        to="priya@example.com",
        title="Hello",
        text="Hello",
        kind="party.confirmation",
        regarding=[family],
        attachments=[Enclosure("hello.txt", "text/plain", b"hello")],
        by=by,
    )
    BackgroundTask.objects.create(
        account=account, title="Export", actor_kind="staff", actor_id=host.pk, actor_name=str(host)
    )


def _imports(account, family):
    ImportMapping.objects.create(account=account, name="Old program", headers_key="x")
    run = FamilyImport.objects.create(
        account=account, file_name="families.csv", size=1, actor_kind="staff", actor_name="Olive"
    )
    ImportedFamily.objects.create(
        account=account, run=run, family=family, name="Banerjee", row=2, fingerprint="x"
    )
    ExternalKey.objects.create(account=account, family=family, value="F-1")


def _care(account, family):
    """A merge, and two families that may be the same."""
    mine = {"account": account}
    signed = {"actor_kind": "system", "actor_name": "Cartwheel"}
    school = Family.objects.get(name="School")
    transfer = Transfer.objects.create(kind="merge", family=school, **signed, **mine)
    TransferSource.objects.create(transfer=transfer, family=family, **mine)
    about = {"transfer": transfer, "table_name": "people_note", "row_id": 0, **mine}
    MovedReference.objects.create(column_name="family_id", from_id=0, to_id=0, **about)
    AlteredRow.objects.create(before={}, **about)
    Handover.objects.create(source=family, target=school, reason="merge", **signed, **mine)
    Redaction.objects.create(reason="erase", **signed, **mine)
    group = DuplicateGroup.objects.create(
        families_key="1,2", title="Banerjee", size=2, reasons=["email"], found_at=NOW, **mine
    )
    DuplicateMember.objects.create(group=group, family=family, **mine)
    first, second = sorted([family, school], key=lambda each: each.pk)
    NotDuplicates.objects.create(first=first, second=second, said_by="Olive", **mine)
    DuplicateSearch.objects.create(finished_at=NOW, **mine)
