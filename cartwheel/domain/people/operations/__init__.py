"""Everything that can be done with families, their guardians and their students.

Each function is one transaction. It locks the family first, so that two changes of one family
follow each other; keeps the words by which the family is found; and writes the history. A record
opened in two tabs is saved by the first: the second is refused with ``ChangedMeanwhile`` when the
``version`` it was opened with has passed.
"""

from cartwheel.domain.people.operations.addresses import Place
from cartwheel.domain.people.operations.contacts import Contact
from cartwheel.domain.people.operations.dates import Occasion
from cartwheel.domain.people.operations.emergency import EmergencyPerson
from cartwheel.domain.people.operations.entering import (
    CODE_LASTS,
    CodeNeeded,
    WrongPassword,
    actor_of,
    check_portal_password,
    code_is_right,
    enter_portal,
    new_second_step,
    send_portal_code,
    turn_off_second_step,
    turn_on_second_step,
)
from cartwheel.domain.people.operations.families import (
    LooksLikeDuplicate,
    archive_family,
    change_family,
    create_family,
    restore_family,
    sort_name_of,
)
from cartwheel.domain.people.operations.grades import change_grades
from cartwheel.domain.people.operations.guardians import (
    add_guardian,
    archive_guardian,
    change_guardian,
    make_primary,
    restore_guardian,
)
from cartwheel.domain.people.operations.households import (
    change_home,
    change_share,
    share_student,
    share_with_new_household,
    unshare_student,
)
from cartwheel.domain.people.operations.learning import learn_birth_date
from cartwheel.domain.people.operations.locking import (
    FamilyErased,
    FamilyMerged,
    lock_family,
    require_whole,
)
from cartwheel.domain.people.operations.notes import (
    add_note,
    change_note,
    close_note,
    reopen_note,
)
from cartwheel.domain.people.operations.organizations import (
    add_member,
    change_exemption,
    change_member,
    change_organization,
    create_organization,
    remove_member,
)
from cartwheel.domain.people.operations.photos import remove_photo, set_photo
from cartwheel.domain.people.operations.pickups import add_pickup, change_pickup, remove_pickup
from cartwheel.domain.people.operations.portal import (
    change_portal_password,
    change_portal_settings,
    open_portal,
    remove_portal_logo,
    set_portal_logo,
)
from cartwheel.domain.people.operations.reading import (
    read_birth_date,
    read_email,
    read_name,
    read_phone,
    short_line,
)
from cartwheel.domain.people.operations.rules import set_field_rules
from cartwheel.domain.people.operations.setup import (
    add_custom_field,
    add_keyword,
    add_referral_source,
    archive_word,
    change_custom_field,
    change_keyword,
    change_referral_source,
    move_custom_field,
    restore_word,
    set_contact_types,
)
from cartwheel.domain.people.operations.solicitation import change_solicitation
from cartwheel.domain.people.operations.standing import (
    Suspended,
    lift_suspension,
    require_portal_open,
    suspend_family,
)
from cartwheel.domain.people.operations.students import (
    add_student,
    archive_student,
    archive_students,
    change_student,
    restore_student,
    restore_students,
)
from cartwheel.domain.people.operations.terms import (
    refresh_all_search_terms,
    refresh_search_terms,
    refresh_search_terms_of,
)

__all__ = [
    "CODE_LASTS",
    "CodeNeeded",
    "Contact",
    "EmergencyPerson",
    "FamilyErased",
    "FamilyMerged",
    "LooksLikeDuplicate",
    "Occasion",
    "Place",
    "Suspended",
    "WrongPassword",
    "actor_of",
    "add_custom_field",
    "add_guardian",
    "add_keyword",
    "add_member",
    "add_note",
    "add_pickup",
    "add_referral_source",
    "add_student",
    "archive_family",
    "archive_guardian",
    "archive_student",
    "archive_students",
    "archive_word",
    "change_custom_field",
    "change_exemption",
    "change_family",
    "change_grades",
    "change_guardian",
    "change_home",
    "change_keyword",
    "change_member",
    "change_note",
    "change_organization",
    "change_pickup",
    "change_portal_password",
    "change_portal_settings",
    "change_referral_source",
    "change_share",
    "change_solicitation",
    "change_student",
    "check_portal_password",
    "close_note",
    "code_is_right",
    "create_family",
    "create_organization",
    "enter_portal",
    "learn_birth_date",
    "lift_suspension",
    "lock_family",
    "make_primary",
    "move_custom_field",
    "new_second_step",
    "open_portal",
    "read_birth_date",
    "read_email",
    "read_name",
    "read_phone",
    "refresh_all_search_terms",
    "refresh_search_terms",
    "refresh_search_terms_of",
    "remove_member",
    "remove_photo",
    "remove_pickup",
    "remove_portal_logo",
    "reopen_note",
    "require_portal_open",
    "require_whole",
    "restore_family",
    "restore_guardian",
    "restore_student",
    "restore_students",
    "restore_word",
    "send_portal_code",
    "set_contact_types",
    "set_field_rules",
    "set_photo",
    "set_portal_logo",
    "share_student",
    "share_with_new_household",
    "short_line",
    "sort_name_of",
    "suspend_family",
    "turn_off_second_step",
    "turn_on_second_step",
    "unshare_student",
]
