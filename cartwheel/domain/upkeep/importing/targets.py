"""What a column can be about, and the words that programs have for it.

A *target* is written ``subject.field``: ``family.name``, ``guardian2.email``, ``student1.born_on``.
Two more are written ``custom:7`` (a custom field of the account that is there) and ``new:family``
or ``new:student`` (one to be made, named as the header). The empty target leaves a column out.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

MOST = {"guardian": 4, "student": 8, "emergency": 3}
NUMBERED = tuple(MOST)


class Field(NamedTuple):
    """``words`` are headers that mean it, folded, without the words for the subject."""

    label: Any
    words: tuple[str, ...]
    kind: str = "text"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


PERSON = {
    "first_name": Field(
        _("first name"), _words("first name, first, fname, given name, forename, firstname"), "name"
    ),
    "last_name": Field(_("last name"), _words("last name, last, lname, surname, lastname"), "name"),
    "full_name": Field(
        _("full name"),
        _words("name, full name, fullname, , last first, name last first, display name, names"),
        "name",
    ),
}
GUARDIAN = PERSON | {
    "relationship": Field(
        _("relationship"), _words("relationship, relation, relationship to student, type, role")
    ),
    "email": Field(
        _("email"),
        _words("email, e mail, email address, mail, primary email, emails, login, email addresses"),
        "email",
    ),
    "email2": Field(
        _("another email"),
        _words("other email, secondary email, alternate email, email 2, alt email, work email"),
        "email",
    ),
    "mobile": Field(
        _("cell phone"),
        _words(
            "cell, cell phone, mobile, mobile phone, cellphone, mobile number, cell number, "
            "cell phone number, text number, mobile phone number, phone cell, phone mobile"
        ),
        "phone",
    ),
    "home": Field(
        _("home phone"),
        _words("home phone, home, home number, landline, home phone number, phone home"),
        "phone",
    ),
    "work": Field(
        _("work phone"),
        _words("work phone, work, business phone, office phone, work phone number, phone work"),
        "phone",
    ),
    "phone": Field(
        _("phone"),
        _words(
            "phone, telephone, tel, phone number, primary phone, contact number, main phone, "
            "phone numbers, phones, telephone number, day phone"
        ),
        "phone",
    ),
    "phone2": Field(
        _("another phone"),
        _words("other phone, alternate phone, secondary phone, phone 2, alt phone, evening phone"),
        "phone",
    ),
    "gets_mailings": Field(
        _("gets mailings"),
        _words(
            "email opt in, newsletter, receive emails, mailing list, marketing, subscribed, "
            "opt in, receives email blasts, accepts marketing, email blasts"
        ),
        "yesno",
    ),
    "gets_texts": Field(
        _("gets texts"),
        _words("sms opt in, text opt in, texts, receives texts, text messages, sms, text ok"),
        "yesno",
    ),
}
STUDENT = PERSON | {
    "external_id": Field(_("number there"), _words("id, number, no, key, num"), "key"),
    "nickname": Field(
        _("nickname"), _words("nickname, preferred name, goes by, nick name, known as, alias")
    ),
    "born_on": Field(
        _("birth date"),
        _words("birth date, birthdate, date of birth, dob, birthday, born, bday, d o b, born on"),
        "date",
    ),
    "gender": Field(_("gender"), _words("gender, sex, m f"), "gender"),
    "grade": Field(_("grade"), _words("grade, grade level, school grade, current grade")),
    "school": Field(_("school"), _words("school, school name")),
    "allergies": Field(_("allergies"), _words("allergies, allergy, food allergies"), "long"),
    "conditions": Field(
        _("medical conditions"),
        _words(
            "medical conditions, conditions, medical, medical notes, health, health conditions, "
            "medical info, medical information, health concerns, medical condition, medical alert"
        ),
        "long",
    ),
    "medication": Field(
        _("medication"), _words("medication, medications, meds, medicine, medicines"), "long"
    ),
    "special_needs": Field(
        _("special needs"),
        _words("special needs, disabilities, accommodations, disability, special need"),
        "long",
    ),
    "doctor_name": Field(
        _("doctor"),
        _words("doctor, physician, pediatrician, doctor name, physician name, doctors name"),
    ),
    "doctor_phone": Field(
        _("doctor’s phone"),
        _words("doctor phone, physician phone, doctor phone number, doctors phone"),
        "phone",
    ),
    "insurance_company": Field(
        _("insurance company"),
        _words(
            "insurance, insurance company, insurance provider, health insurance, "
            "insurance carrier, health insurance carrier"
        ),
    ),
    "insurance_number": Field(
        _("insurance number"),
        _words("policy number, insurance number, insurance id, insurance policy number, policy no"),
    ),
    "shirt_size": Field(
        _("shirt size"),
        _words("shirt size, t shirt size, tshirt size, shirt, size, t shirt, leotard size, tshirt"),
    ),
    "roster_alert": Field(
        _("alert on rosters"), _words("roster alert, alert, class alert, instructor note")
    ),
    "pickups": Field(
        _("authorized pickups"),
        _words("authorized pickup, authorized pickups, pickup, pick up, approved pickup, pickups"),
        "list",
    ),
    "forbidden": Field(
        _("forbidden pickups"),
        _words("not authorized pickup, do not release, do not release to, forbidden pickup"),
        "list",
    ),
    "keywords": Field(_("keywords"), _words("keywords, tags, labels, keyword"), "list"),
    "note": Field(
        _("note"), _words("note, notes, comments, comment, remarks, general notes"), "long"
    ),
    "status": Field(
        _("active or archived"), _words("status, active, active status, inactive"), "status"
    ),
}
FAMILY = {
    "external_id": Field(_("number there"), _words("id, number, no, key, num, account no"), "key"),
    "name": Field(_("name"), _words("name, , last name, names, lastname")),
    "status": Field(
        _("active or archived"),
        _words("status, active, active status, inactive, archived"),
        "status",
    ),
    "balance": Field(
        _("balance owed"),
        _words(
            "balance, amount due, balance due, current balance, owing, opening balance, "
            "total balance, amount owed, ending balance"
        ),
        "money",
    ),
    "referral": Field(
        _("referral source"),
        _words(
            "referral source, referral, referred by, how did you hear about us, source, "
            "lead source, heard about us, marketing source, how did you hear, referral type"
        ),
    ),
    "keywords": Field(
        _("keywords"),
        _words("keywords, tags, labels, groups, keyword, customer type, categories"),
        "list",
    ),
    "note": Field(
        _("note"),
        _words("note, notes, comments, comment, remarks, misc notes, general notes, memo"),
        "long",
    ),
    "flag_alert": Field(_("flag alert"), _words("alert, flag, flag alert, warning, family alert")),
    "is_member": Field(_("member"), _words("member, is member, membership"), "yesno"),
    "is_employee": Field(_("employee"), _words("employee, is employee, staff family"), "yesno"),
    "in_service": Field(_("in service"), _words("in service, military, first responder"), "yesno"),
    "do_not_solicit": Field(
        _("do not solicit"),
        _words("do not solicit, do not contact, no marketing, opt out"),
        "yesno",
    ),
}
ADDRESS = {
    "line1": Field(
        _("street"),
        _words(
            "address, address 1, street, street address, address line 1, home address, addr, "
            "mailing address, address1, street 1, line 1, mailing street, billing address"
        ),
    ),
    "line2": Field(
        _("apartment"),
        _words(
            "address 2, apt, apartment, unit, suite, address line 2, address2, street 2, line 2"
        ),
    ),
    "city": Field(_("city"), _words("city, town, suburb, address city, home city, mailing city")),
    "region": Field(
        _("state"),
        _words("state, province, region, county, st, address state, home state, mailing state"),
    ),
    "postal_code": Field(
        _("postal code"),
        _words(
            "zip, zip code, postal code, postcode, zipcode, zip postal, zip postal code, "
            "post code, address zip, home zip, mailing zip, postalcode"
        ),
    ),
    "country": Field(_("country"), _words("country, address country")),
}
EMERGENCY = PERSON | {
    "relationship": GUARDIAN["relationship"],
    "phone": Field(
        _("phone"),
        _words("phone, telephone, tel, phone number, number, cell, mobile, cell phone, home phone"),
        "phone",
    ),
    "email": Field(_("email"), _words("email, e mail, email address"), "email"),
}

FIELDS: dict[str, dict[str, Field]] = {
    "family": FAMILY,
    "address": ADDRESS,
    "guardian": GUARDIAN,
    "student": STUDENT,
    "emergency": EMERGENCY,
}
SUBJECTS: dict[str, Any] = {
    "family": _("Family"),
    "address": _("Address"),
    "guardian": _("Guardian %d"),
    "student": _("Student %d"),
    "emergency": _("Emergency contact %d"),
}

OWN = _("Own fields: %s")
NEW = _("A new own field (%s), named as the column")


def split(target: str) -> tuple[str, int, str]:
    """``student2.born_on`` is ("student", 2, "born_on"); number 0 where there is only one."""
    subject, _dot, name = target.partition(".")
    number = subject.lstrip("abcdefghijklmnopqrstuvwxyz")
    return subject[: len(subject) - len(number)], int(number or 0), name


def field_of(target: str) -> Field | None:
    """What the target is about; None for custom fields, for nothing and for rubbish."""
    if target.startswith(("custom:", "new:")) or not target:
        return None
    try:
        subject, number, name = split(target)
    except ValueError:
        return None
    found = FIELDS.get(subject, {}).get(name)
    fits = 1 <= number <= MOST[subject] if subject in MOST else number == 0
    return found if found and fits else None


def label_of(target: str) -> str:
    found = field_of(target)
    if found is None:
        return target
    subject, number, _name = split(target)
    head = str(SUBJECTS[subject])
    return f"{head % number if number else head}: {found.label}"


def choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every target by heading, for a list to choose from."""
    for subject, fields in FIELDS.items():
        for number in range(1, MOST[subject] + 1) if subject in MOST else (0,):
            head = f"{subject}{number or ''}"
            title = str(SUBJECTS[subject])
            yield (
                title % number if number else title,
                [(f"{head}.{name}", label_of(f"{head}.{name}")) for name in fields],
            )
