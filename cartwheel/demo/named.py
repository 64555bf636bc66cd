"""What the office knows of the named families: every kind of fact stands with one of them."""

from cartwheel.demo.cast import Otters
from cartwheel.domain.people.operations import (
    Contact,
    EmergencyPerson,
    Occasion,
    Place,
    add_custom_field,
    change_family,
    change_guardian,
    change_student,
)

GRANDMA = EmergencyPerson("Meera Banerjee", "+15125550178", "Grandmother")
AUNT = EmergencyPerson("Sofía Castellanos", "+15125550184", "Aunt", "sofia@example.com")


def describe_named(otters: Otters) -> None:
    """Addresses, contacts, dates, a flag, and fields of the account's own."""
    by = otters.desk
    carpool = add_custom_field(
        about="family", name="Carpool", kind="choice", choices=["North", "South"], by=by
    )
    locker = add_custom_field(about="family", name="Locker", kind="number", by=by)
    alone = add_custom_field(about="student", name="May go home alone", kind="yesno", by=by)
    banerjee, abernathy, castellanos = (
        otters.families[name] for name in ("Banerjee", "Abernathy", "Castellanos")
    )
    change_family(
        banerjee,
        is_member=True,
        custom={str(carpool.pk): "North", str(locker.pk): 12},
        addresses=[
            Place("418 Bayside Drive", city="Austin", region="TX", postal_code="78741"),
            Place("PO Box 77", city="Austin", region="TX", postal_code="78761", is_mailing=True),
        ],
        emergency_contacts=[GRANDMA],
        special_dates=[Occasion("Member since", otters.account.created_at.date(), yearly=False)],
        by=by,
    )
    change_family(
        abernathy,
        flag_alert="Two households: ask who picks up.",
        addresses=[Place("9 Oak Street", city="Austin", region="TX", postal_code="78704")],
        by=by,
    )
    change_family(castellanos, emergency_contacts=[AUNT], in_service=True, by=by)
    anika = otters.students["Anika"]
    change_student(
        anika,
        first_name=anika.first_name,
        last_name=anika.last_name,
        custom={str(alone.pk): "no"},
        by=by,
    )
    _contacts(otters)


def _contacts(otters: Otters) -> None:
    priya = otters.families["Banerjee"].guardians.get(is_primary=True)
    change_guardian(
        priya,
        first_name=priya.first_name,
        last_name=priya.last_name,
        emails=[Contact("priya.b@example.com", "Home"), Contact("priya@work.example", "Work")],
        phones=[Contact("+15125550177", "Mobile", agreed=True)],
        by=otters.desk,
    )
