"""Something to put into every address of the office, for a test that walks through all of them."""

from datetime import time, timedelta
from io import BytesIO
from itertools import count
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments.models import Invitation
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    book_appointment,
    set_service_image,
)
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.catalog.operations import add_blackout_schedule
from cartwheel.domain.ledger.models import Allocation, Payment
from cartwheel.domain.ledger.operations import refund_payment, take_payment
from cartwheel.domain.mailer.models import Attachment
from cartwheel.domain.mailer.operations import Enclosure, post_message
from cartwheel.domain.paperwork.operations import (
    Circumstances,
    Signer,
    accept_on_paper,
    start_station,
)
from cartwheel.domain.parties.models import SlotClosure
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.passes.operations import add_pass_type, sell_pass
from cartwheel.domain.people.models import Organization
from cartwheel.domain.people.operations import (
    add_custom_field,
    add_keyword,
    add_member,
    add_note,
    add_pickup,
    add_referral_source,
    change_exemption,
    create_family,
    create_organization,
    set_photo,
    set_portal_logo,
    share_student,
)
from cartwheel.domain.scheduling.operations import add_absence, add_zone
from cartwheel.domain.staff.operations import set_staff_photo
from cartwheel.domain.staff.queries import actor_for
from cartwheel.domain.transactions.operations import prepare_run
from cartwheel.domain.upkeep.models import FamilyImport
from cartwheel.domain.upkeep.operations import (
    find_duplicates,
    keep_mapping,
    merge_families,
    upload_customers,
)


def saturday(weeks):
    """The Saturday that many weeks after the coming one."""
    today = timezone.localdate()
    return today + timedelta(days=(5 - today.weekday()) % 7, weeks=weeks)


def saturdays():
    """One after the other, from some weeks ahead, of which the cast has booked none."""
    return map(saturday, count(4))


class World:
    """The cast, and what somebody at the desk needs to have done for every page to exist."""

    def __init__(self, otters, visitor):
        self.otters, self.visitor = otters, visitor
        self.system = Actor.system(otters.account)

    def fill(self, pattern_name, parameters):
        """A value for each parameter of the address; an unknown one is a gap in this file."""
        return {name: self.value(pattern_name, name) for name in parameters}

    def value(self, pattern_name, name):
        maker = getattr(self, f"{name}_of_{pattern_name.replace('-', '_')}", None)
        return self.make(maker or getattr(self, name))

    def make(self, maker):
        return maker()

    def fields(self, pattern_name):
        """What a form of this page must send at least, to be about anything."""
        return {"location": self.location()} if pattern_name == "set-location" else {}

    # What an address names

    def family(self):
        return self.otters.families["Banerjee"].pk

    def guardian(self):
        return self.otters.families["Banerjee"].guardians.order_by("pk").last().pk

    def student(self):
        return self.otters.students["Tara"].pk

    def note(self):
        family = self.otters.families["Banerjee"]
        return add_note(family, text="Pays in cash", by=self.system).pk

    def student_of_student_photo(self):
        tara = self.otters.students["Tara"]
        return set_photo(tara, photo=self.picture(), size=8, by=self.system).pk

    def staff_of_staff_photo(self):
        jonah = self.otters.staff["Jonah"]
        return set_staff_photo(jonah, photo=self.picture(), size=8, by=self.system).pk

    def row_of_service_image(self):
        service = self.otters.account.services.get(pk=self.row_of_edit_service())
        return set_service_image(service, photo=self.picture(), size=8, by=self.system).pk

    def row_of_remove_service_image(self):
        return self.row_of_edit_service()

    def edition_of_portal_logo(self):
        set_portal_logo(photo=self.picture(), size=8, by=self.system)
        return "any"

    def picture(self):
        picture = BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        picture.seek(0)
        return picture

    def pickup(self):
        return add_pickup(self.otters.students["Tara"], name="Maya", by=self.system).pk

    def share(self):
        tara, family = self.otters.students["Tara"], self.otters.families["Abernathy"]
        there = tara.shares.filter(family=family).first()
        return (there or share_student(tara, family=family, by=self.system)).pk

    def organization(self):
        there = self.otters.account.families.filter(name="Lakeside School").first()
        made = there or create_organization(
            name="Lakeside School",
            kind="school",
            first_name="Rosa",
            last_name="Lindgren",
            email="office@lakeside.example",
            by=self.system,
        )
        return made.pk

    def organization_of_exemption_document(self):
        organization = Organization.objects.get(family=self.organization())
        paper = BytesIO(b"%PDF-1.7")
        change_exemption(
            organization, tax_exempt=True, document=paper, document_name="a.pdf", by=self.system
        )
        return organization.family_id

    def member(self):
        organization = Organization.objects.get(family=self.organization())
        family = self.otters.families["Banerjee"]
        there = organization.members.filter(family=family).first()
        return (there or add_member(organization, family=family, role="Coach", by=self.system)).pk

    def duplicate(self):
        create_family(
            first_name="Arun",
            last_name="Banerjee",
            email=str(self.otters.families["Banerjee"].guardians.first().emails.first()),
            duplicates_seen=True,
            by=self.system,
        )
        find_duplicates(self.otters.account, now=timezone.now())
        return self.otters.account.duplicate_groups.first().pk

    def transfer(self):
        twin = create_family(
            first_name="Arun",
            last_name="Banerjee",
            email="arun.again@example.com",
            duplicates_seen=True,
            by=self.system,
        )
        family = self.otters.families["Banerjee"]
        return merge_families(family, others=[twin], by=self.system).pk

    def staff(self):
        return self.otters.staff["Jonah"].pk

    def group(self):
        return self.otters.account.user_groups.get(name="Managers").pk

    def location(self):
        return self.otters.point.pk

    def page(self):
        return "staff"

    def name(self):
        return "families"

    def format(self):
        return "csv"

    def message(self):
        return post_message(
            to="priya.b@example.com",
            title="Hello",
            text="Hello",
            html="<p>Hello</p>",
            kind="party.confirmation",
            regarding=[self.otters.families["Banerjee"]],
            attachments=[Enclosure("hello.txt", "text/plain", b"hello")],
            by=self.system,
        ).pk

    def attachment(self):
        return Attachment.objects.latest("pk").pk

    def task(self):
        now = timezone.now()
        return BackgroundTask.objects.create(
            account=self.otters.account,
            title="Families as CSV",
            actor_kind="staff",
            actor_id=self.visitor.pk,
            actor_name=str(self.visitor),
            state="done",
            finished_at=now,
            file=default_storage.save("families.csv", ContentFile(b"name\n")),
            file_name="families.csv",
        ).pk

    def station(self):
        station = self.otters.stations["Main Gym"]
        station.image = default_storage.save("gym.png", ContentFile(b"\x89PNG"))
        station.save()
        return station.pk

    def party(self, **values):
        booking = {
            "station": self.otters.stations["Main Gym"],
            "on": saturday(4),
            "time_slot": self.otters.slots["Noon"],
            "title": "Tara turns four",
            "guests": 10,
            "family": self.otters.families["Banerjee"],
            "honoree": self.otters.students["Tara"],
            "package": self.otters.packages["Classic Flip"],
            "request_key": uuid4(),
            "now": timezone.now(),
        }
        return book_party(**booking | values, by=self.system).pk

    def party_of_party_quote(self):
        return self.party(charge=False, hold_until=timezone.now() + timedelta(days=2))

    def charge(self):
        self.party()
        return self.otters.families["Banerjee"].charges.order_by("pk").last().pk

    def payment(self, amount=5000):
        return take_payment(
            self.otters.families["Banerjee"],
            location=self.otters.bay,
            kind="cash",
            amount=amount,
            paid_on=timezone.localdate(),
            keep_rest=True,
            by=self.system,
        ).pk

    def refund(self):
        payment = Payment.objects.get(pk=self.payment())
        today = timezone.localdate()
        return refund_payment(payment, amount=1000, kind="cash", on=today, by=self.system).pk

    def allocation(self):
        self.charge()
        self.payment()
        return Allocation.objects.order_by("pk").last().pk

    def upload(self):
        content = b"Parent Name,Email,Child\nIda Berg,ida@example.com,Bo\n"
        file = ContentFile(content)
        return upload_customers(
            file=file, name="families.csv", size=len(content), by=self.system
        ).pk

    def upload_of_undo_import(self):
        upload = FamilyImport.objects.get(pk=self.upload())
        upload.state = "imported"
        upload.save()
        return upload.pk

    def upload_of_import_failures(self):
        upload = FamilyImport.objects.get(pk=self.upload())
        upload.failures = default_storage.save("failed.csv", ContentFile(b"Reason\n"))
        upload.save()
        return upload.pk

    def mapping(self):
        upload = FamilyImport.objects.get(pk=self.upload())
        return keep_mapping(upload, name="Old program", by=self.system).pk

    def row_of_edit_program(self):
        return self.otters.account.programs.get().pk

    def row_of_edit_charge_category(self):
        return self.otters.account.charge_categories.get().pk

    def row_of_edit_tax_rate(self):
        return self.otters.tax.pk

    row_of_archive_program, row_of_archive_tax_rate = row_of_edit_program, row_of_edit_tax_rate

    def row_of_edit_service(self):
        there = self.otters.account.services.first()
        return (there or add_service(name="Private lesson", by=self.system)).pk

    def row_of_edit_pricing_schedule(self):
        there = self.otters.account.pricing_schedules.first()
        tiers = [Tier(4500, minutes=30), Tier(8000)]
        return (there or add_pricing_schedule(name="Privates", tiers=tiers, by=self.system)).pk

    def row_of_edit_blackout_schedule(self):
        there = self.otters.account.blackout_schedules.first()
        made = there or add_blackout_schedule(name="Holidays", effect="both", by=self.system)
        return made.pk

    row_of_archive_blackout_schedule = row_of_edit_blackout_schedule

    def row_of_edit_zone(self):
        there = self.otters.account.zones.first()
        return (there or add_zone(location=self.otters.bay, name="Lane 1", by=self.system)).pk

    row_of_archive_service, row_of_archive_zone = row_of_edit_service, row_of_edit_zone
    row_of_archive_pricing_schedule = row_of_edit_pricing_schedule

    def appointment(self):
        there = self.otters.account.appointments.first()
        return (there or self._offer()).pk

    def _offer(self):
        today = timezone.localdate()
        return add_appointment(
            location=self.otters.bay,
            service=self.otters.account.services.get(pk=self.row_of_edit_service()),
            instructor=self.otters.staff["Jonah"],
            program=self.otters.account.programs.first(),
            pricing=self.otters.account.pricing_schedules.get(
                pk=self.row_of_edit_pricing_schedule()
            ),
            starts_on=today,
            ends_on=today + timedelta(days=30),
            times=[Window(day, time(7), time(7, 30)) for day in (0, 2, 4)],
            today=today,
            by=self.system,
        )

    def timeslot(self):
        """One that nobody has a place in."""
        made = self.otters.account.appointments.get(pk=self.appointment())
        return made.timeslots.filter(taken=0, starts_at__gt=timezone.now()).last().pk

    def booking(self):
        there = self.otters.account.appointment_bookings.first()
        if there is not None:
            return there.pk
        slot = self.otters.account.timeslots.get(pk=self.timeslot())
        return book_appointment(
            student=self.otters.students["Tara"],
            timeslots=[slot],
            unfit_seen=True,
            request_key=uuid4(),
            now=timezone.now(),
            by=self.system,
        ).pk

    def row_of_edit_pass_type(self):
        there = self.otters.account.pass_types.first()
        made = there or add_pass_type(
            location=self.otters.bay,
            title="Five private lessons",
            holder="student",
            price=20000,
            uses=5,
            program=self.otters.account.programs.first(),
            category=self.otters.account.charge_categories.first(),
            by=self.system,
        )
        return made.pk

    row_of_archive_pass_type = row_of_edit_pass_type

    def held(self):
        there = self.otters.account.passes.first()
        if there is not None:
            return there.pk
        tara = self.otters.students["Tara"]
        return sell_pass(
            self.otters.account.pass_types.get(pk=self.row_of_edit_pass_type()),
            family=tara.family,
            student=tara,
            request_key=uuid4(),
            on=timezone.localdate(),
            now=timezone.now(),
            by=self.system,
        ).pk

    def run(self, by=None):
        """A preview of the visitor's own: whoever prepares another gives up the one she has."""
        booking = self.otters.account.appointment_bookings.get(pk=self.booking())
        place = booking.places.select_related("timeslot").first()
        return prepare_run(
            location=self.otters.bay,
            category=self.otters.account.charge_categories.first(),
            period="range",
            first_on=place.timeslot.on,
            last_on=place.timeslot.on,
            charged_on=timezone.localdate(),
            due_on=timezone.localdate(),
            by=by or actor_for(self.visitor, surface="office", address=None),
        ).pk

    def run_of_reverse_charge_run(self):
        """One that the desk charged, although nobody was left to charge."""
        runs = self.otters.account.charge_runs.filter(pk=self.run(by=self.otters.desk))
        runs.update(state="posted")
        return runs.get().pk

    def timeslot_of_move_timeslot(self):
        """One that somebody has a place in."""
        booking = self.otters.account.appointment_bookings.get(pk=self.booking())
        return booking.places.order_by("pk").first().timeslot_id

    def timeslot_of_cancel_students(self):
        return self.timeslot_of_move_timeslot()

    def place(self):
        booking = self.otters.account.appointment_bookings.get(pk=self.booking())
        return booking.places.order_by("pk").first().pk

    def invitation(self):
        now = timezone.now()
        return Invitation.objects.create(
            account=self.otters.account,
            booking_id=self.booking(),
            email=f"{uuid4().hex}@example.com",
            student_name="Juno Castellanos",
            token_hash=uuid4().hex,
            sent_at=now,
            expires_at=now + timedelta(days=1),
            sent_by="Dana Whitlock",
        ).pk

    def absence(self):
        """Of somebody, at a time, that nobody else asks for."""
        start = timezone.now() + timedelta(days=300)
        nia, end = self.otters.staff["Nia"], start + timedelta(days=1)
        return add_absence(nia, starts_at=start, ends_at=end, by=self.system).pk

    def policy(self):
        return self.otters.account.policies.get(name="Liability waiver").pk

    def number(self):
        return 1

    def signature(self):
        return self.otters.families["Banerjee"].signatures.get(version__title="Liability waiver").pk

    def signature_of_signature_scan(self):
        family = self.otters.families["Banerjee"]
        terms = self.otters.account.policies.get(name="Terms and house rules")
        return accept_on_paper(
            family,
            version=terms.versions.get(),
            signer=Signer("Priya Banerjee"),
            signed_on=timezone.localdate() - timedelta(days=2),
            scan=ContentFile(b"%PDF-1.7 a scan", name="scan.pdf"),
            where=Circumstances(now=timezone.now(), location=self.otters.bay, source="paper"),
            by=self.system,
        ).pk

    def tablet(self):
        where = {"location": self.otters.bay, "now": timezone.now()}
        return start_station(name="Lobby", **where, by=self.system)[0].pk

    def row_of_edit_referral_source(self):
        return add_referral_source(name="A friend", by=self.system).pk

    row_of_archive_referral_source = row_of_edit_referral_source

    def row_of_edit_keyword(self):
        return add_keyword(name="Scholarship", by=self.system).pk

    row_of_archive_keyword = row_of_edit_keyword

    def row_of_edit_custom_field(self):
        return add_custom_field(about="family", name="Locker", kind="text", by=self.system).pk

    row_of_archive_custom_field = row_of_move_custom_field = row_of_edit_custom_field

    def pk_of_edit_time_slot(self):
        return self.otters.slots["Noon"].pk

    pk_of_slot_closures = pk_of_reopen_slot = pk_of_edit_time_slot

    def closure(self):
        return SlotClosure.objects.create(
            account=self.otters.account,
            time_slot=self.otters.slots["Noon"],
            on=timezone.localdate() + timedelta(days=30),
            reason="Holiday",
        ).pk

    def pk_of_edit_station(self):
        return self.otters.stations["Main Gym"].pk

    def pk_of_edit_package(self):
        return self.otters.packages["Classic Flip"].pk

    def pk_of_edit_add_on(self):
        return self.otters.add_ons["Grip socks"].pk


class StandingWorld(World):
    """A world that stays: nothing is made twice, and each party has a Saturday of its own.

    ``saturdays`` gives the next one that is free.
    """

    def __init__(self, otters, visitor, saturdays):
        super().__init__(otters, visitor)
        self.saturdays = saturdays
        self.made = {}

    def make(self, maker):
        if maker.__func__ not in self.made:
            self.made[maker.__func__] = maker()
        return self.made[maker.__func__]

    def party(self, **values):
        return super().party(**values | {"on": next(self.saturdays)})
