"""What the history says: for each verb a sentence, a drawing and a tone.

One line a verb. In a sentence ``%(name)s`` is the record concerned, ``%(others)s`` the other
records, and every detail that was recorded can be named as well: amounts come as money, days and
instants as people read them (see ``telling``). A detail that an old event lacks is left out.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Words(NamedTuple):
    text: Any
    icon: str = ""
    tone: str = ""


WORDS: dict[str, Words] = {
    # Calendar
    "calendar-feed.opened": Words(
        _("Gave %(name)s a private calendar at a new address"), icon="calendar-days"
    ),
    "calendar-feed.closed": Words(_("Closed the private calendar of %(name)s"), icon="ban"),
    # Transactions
    "charge-run.started": Words(
        _("Started to charge %(name)s: %(count)s bookings, %(amount)s"), icon="receipt"
    ),
    "charge-run.posted": Words(
        _("Charged %(name)s: %(count)s charges, %(amount)s"), icon="receipt", tone="good"
    ),
    "charge-run.reversal_started": Words(
        _("Started to reverse %(name)s: %(reason)s"), icon="undo-2", tone="warn"
    ),
    "charge-run.reversed": Words(
        _("Reversed %(name)s: %(count)s charges. %(reason)s"), icon="undo-2", tone="warn"
    ),
    # Parties
    "party.booked": Words(_("Booked %(name)s"), icon="cake", tone="good"),
    "party.quoted": Words(_("Quoted %(name)s"), icon="hourglass", tone="sun"),
    "party.changed": Words(_("Changed %(name)s"), icon="pencil"),
    "party.moved": Words(_("Moved %(name)s"), icon="calendar-clock", tone="sun"),
    "party.charge_split": Words(_("Split the charge of %(name)s: %(households)s"), icon="house"),
    "party.confirmed": Words(_("Confirmed %(name)s"), icon="circle-check", tone="good"),
    "party.canceled": Words(_("Deleted %(name)s"), icon="trash-2", tone="danger"),
    "party.expired": Words(_("The quote for %(name)s ran out"), icon="hourglass", tone="warn"),
    "party.extended": Words(_("Held the quote for %(name)s until %(until)s"), icon="hourglass"),
    "party.confirmation_sent": Words(
        _("Wrote the confirmation of %(name)s to %(to)s"), icon="mail"
    ),
    "package.added": Words(_("Added the package %(name)s"), icon="plus", tone="good"),
    "package.changed": Words(_("Changed the package %(name)s"), icon="pencil"),
    "package.activated": Words(_("Offered the package %(name)s again"), icon="archive-restore"),
    "package.deactivated": Words(_("Took the package %(name)s off offer"), icon="archive"),
    "add_on.added": Words(_("Added the add-on %(name)s"), icon="plus", tone="good"),
    "add_on.changed": Words(_("Changed the add-on %(name)s"), icon="pencil"),
    "add_on.activated": Words(_("Offered the add-on %(name)s again"), icon="archive-restore"),
    "add_on.deactivated": Words(_("Took the add-on %(name)s off offer"), icon="archive"),
    "station.added": Words(_("Added the station %(name)s"), icon="plus", tone="good"),
    "station.changed": Words(_("Changed the station %(name)s"), icon="pencil"),
    "station.activated": Words(_("Offered the station %(name)s again"), icon="archive-restore"),
    "station.deactivated": Words(_("Took the station %(name)s off offer"), icon="archive"),
    "location.added": Words(_("Added the location %(name)s"), icon="plus", tone="good"),
    "location.changed": Words(_("Changed the location %(name)s"), icon="pencil"),
    "time_slot.added": Words(_("Added the time slot %(name)s"), icon="plus", tone="good"),
    "time_slot.changed": Words(_("Changed the time slot %(name)s"), icon="pencil"),
    "time_slot.activated": Words(_("Offered the time slot %(name)s again"), icon="archive-restore"),
    "time_slot.deactivated": Words(_("Took the time slot %(name)s off offer"), icon="archive"),
    "time_slot.closed": Words(
        _("Closed %(name)s on %(on)s: %(reason)s"), icon="calendar-x", tone="warn"
    ),
    "time_slot.reopened": Words(_("Opened %(name)s on %(on)s again"), icon="calendar-check"),
    "party_settings.changed": Words(_("Changed the party settings of %(others)s"), icon="settings"),
    # Money
    "charge.posted": Words(
        _("Charged %(total)s: %(title)s (charge %(number)s)"), icon="receipt", tone="info"
    ),
    "charge.reversed": Words(
        _("Took charge %(number)s of %(total)s back: %(reason)s"), icon="undo-2", tone="warn"
    ),
    "payment.taken": Words(
        _("Took a payment of %(amount)s (payment %(number)s)"), icon="banknote", tone="good"
    ),
    "payment.reversed": Words(
        _("Took payment %(number)s of %(amount)s back: %(reason)s"), icon="undo-2", tone="warn"
    ),
    "payment.refunded": Words(
        _("Refunded %(amount)s of payment %(payment)s"), icon="undo-2", tone="warn"
    ),
    "refund.reversed": Words(
        _("Took refund %(number)s of %(amount)s back: %(reason)s"), icon="undo-2", tone="warn"
    ),
    "payment.applied": Words(_("Applied %(amount)s of %(name)s to %(others)s"), icon="arrow-right"),
    "payment.unapplied": Words(
        _("Freed %(amount)s of %(name)s from %(others)s: %(reason)s"), icon="undo-2"
    ),
    "payment.receipt_emailed": Words(_("Wrote the receipt of %(name)s to %(to)s"), icon="mail"),
    "credit.applied": Words(_("Applied credit of %(amount)s to %(others)s"), icon="arrow-right"),
    "blackout.added": Words(_("Added the blackout schedule %(name)s"), icon="plus", tone="good"),
    "blackout.changed": Words(_("Changed the blackout schedule %(name)s"), icon="pencil"),
    "blackout.archived": Words(_("Archived the blackout schedule %(name)s"), icon="archive"),
    "blackout.restored": Words(
        _("Restored the blackout schedule %(name)s"), icon="archive-restore"
    ),
    "program.added": Words(_("Added the program %(name)s"), icon="plus", tone="good"),
    "program.changed": Words(_("Changed the program %(name)s"), icon="pencil"),
    "program.archived": Words(_("Archived the program %(name)s"), icon="archive"),
    "program.restored": Words(_("Restored the program %(name)s"), icon="archive-restore"),
    "charge_category.added": Words(
        _("Added the charge category %(name)s"), icon="plus", tone="good"
    ),
    "charge_category.changed": Words(_("Changed the charge category %(name)s"), icon="pencil"),
    "tax_rate.added": Words(_("Added the tax rate %(name)s"), icon="plus", tone="good"),
    "tax_rate.changed": Words(_("Changed the tax rate %(name)s"), icon="pencil"),
    "tax_rate.archived": Words(_("Archived the tax rate %(name)s"), icon="archive"),
    "tax_rate.restored": Words(_("Restored the tax rate %(name)s"), icon="archive-restore"),
    # Appointments
    "appointment.booked": Words(
        _("Booked %(name)s (%(others)s)"), icon="calendar-plus", tone="good"
    ),
    "appointment.canceled": Words(
        _("Canceled places of %(name)s: %(reason)s"), icon="calendar-x", tone="danger"
    ),
    "appointment.attended": Words(
        _("Attendance of %(name)s on %(on)s: %(said)s"), icon="circle-check"
    ),
    "appointment.charged": Words(_("Charged %(name)s: %(charges)s"), icon="receipt"),
    "appointment.invited": Words(
        _("Invited %(guest)s (%(to)s) to share %(name)s"), icon="user-plus"
    ),
    "appointment.uninvited": Words(
        _("Withdrew the invitation of %(to)s to share %(name)s"), icon="user-minus"
    ),
    "appointment.invitation_accepted": Words(
        _("Accepted the invitation to share %(name)s"), icon="user-plus", tone="good"
    ),
    "appointment.invitation_asked": Words(
        _("%(email)s asks for a new invitation to share %(name)s"), icon="mail", tone="warn"
    ),
    "appointment.confirmed": Words(
        _("Booked the places of %(name)s that were held"), icon="circle-check", tone="good"
    ),
    "appointment.reoffered": Words(_("Changed the offer %(name)s"), icon="pencil"),
    "appointment.confirmation_sent": Words(
        _("Wrote the booking email of %(name)s to %(to)s"), icon="mail"
    ),
    "appointment.offered": Words(_("Offered %(name)s"), icon="calendar-clock", tone="good"),
    "appointment.rescheduled": Words(
        _("Rescheduled %(name)s from %(was)s to %(now)s"), icon="calendar-clock"
    ),
    "appointment-settings.changed": Words(
        _("Changed the appointment settings of %(others)s"), icon="settings"
    ),
    "series.moved": Words(
        _("Moved %(count)s dates of %(name)s"), icon="calendar-clock", tone="sun"
    ),
    "timeslot.moved": Words(
        _("Moved %(name)s from %(was)s to %(now)s, with %(others)s"), icon="calendar-clock"
    ),
    "appointment.archived": Words(_("Stopped offering %(name)s"), icon="archive"),
    "timeslot.canceled": Words(
        _("Canceled the timeslot %(name)s: %(reason)s"), icon="calendar-x", tone="warn"
    ),
    "timeslot.restored": Words(_("Restored the timeslot %(name)s"), icon="undo-2", tone="good"),
    "pricing-schedule.added": Words(
        _("Added the pricing schedule %(name)s"), icon="plus", tone="good"
    ),
    "pricing-schedule.changed": Words(_("Changed the pricing schedule %(name)s"), icon="pencil"),
    "pricing-schedule.archived": Words(_("Archived the pricing schedule %(name)s"), icon="archive"),
    "pricing-schedule.restored": Words(
        _("Restored the pricing schedule %(name)s"), icon="archive-restore"
    ),
    "service.added": Words(_("Added the service %(name)s"), icon="plus", tone="good"),
    "service.changed": Words(_("Changed the service %(name)s"), icon="pencil"),
    "service.archived": Words(_("Archived the service %(name)s"), icon="archive"),
    "service.restored": Words(_("Restored the service %(name)s"), icon="archive-restore"),
    "zone.added": Words(_("Added the zone %(name)s"), icon="plus", tone="good"),
    "zone.changed": Words(_("Changed the zone %(name)s"), icon="pencil"),
    "zone.archived": Words(_("Archived the zone %(name)s"), icon="archive"),
    "zone.restored": Words(_("Restored the zone %(name)s"), icon="archive-restore"),
    "opening-hours.set": Words(_("Changed the opening hours of %(name)s"), icon="clock"),
    # Punch passes
    "pass.sold": Words(_("Sold %(title)s: %(name)s (%(others)s)"), icon="ticket", tone="good"),
    "pass.punched": Words(
        _("Punched %(name)s (%(title)s) for %(on)s: %(others)s"), icon="ticket-check"
    ),
    "pass.punch_returned": Words(
        _("Gave the punch for %(on)s back to %(name)s (%(title)s): %(others)s"), icon="undo-2"
    ),
    "pass.suspended": Words(_("Suspended %(name)s (%(title)s)"), icon="ticket-slash", tone="warn"),
    "pass.resumed": Words(_("Resumed %(name)s (%(title)s)"), icon="ticket", tone="good"),
    "pass.voided": Words(
        _("Deleted %(name)s (%(title)s): %(reason)s"), icon="ticket-x", tone="danger"
    ),
    "pass_type.added": Words(_("Added the punch pass %(name)s"), icon="plus", tone="good"),
    "pass_type.changed": Words(_("Changed the punch pass %(name)s"), icon="pencil"),
    "pass_type.archived": Words(_("Archived the punch pass %(name)s"), icon="archive"),
    "pass_type.restored": Words(_("Restored the punch pass %(name)s"), icon="archive-restore"),
    # Families
    "family.created": Words(_("Added the family %(name)s"), icon="users", tone="good"),
    "family.changed": Words(_("Changed the family %(name)s"), icon="pencil"),
    "family.archived": Words(_("Archived the family %(name)s"), icon="archive"),
    "family.restored": Words(_("Restored the family %(name)s"), icon="archive-restore"),
    "family.suspended": Words(
        _("Suspended the family %(name)s: %(reason)s"), icon="ban", tone="danger"
    ),
    "family.suspension_lifted": Words(
        _("Lifted the suspension of the family %(name)s"), icon="circle-check", tone="good"
    ),
    "family.merged": Words(_("Merged %(others)s into %(name)s"), icon="users", tone="plum"),
    "family.merge_undone": Words(
        _("Took %(others)s out of %(name)s again"), icon="undo-2", tone="warn"
    ),
    "family.erased": Words(_("Erased the family %(name)s"), icon="trash-2", tone="danger"),
    "family.exported": Words(_("Exported everything about %(name)s"), icon="download"),
    "duplicates.dismissed": Words(
        _("Said that %(name)s and %(others)s are not the same"), icon="users"
    ),
    "student.moved": Words(
        _("Moved %(name)s from %(source)s to %(target)s"), icon="arrow-right", tone="plum"
    ),
    "student.move_undone": Words(
        _("Moved %(name)s back from %(target)s to %(source)s"), icon="undo-2", tone="warn"
    ),
    "referral_source.added": Words(
        _("Added the referral source %(name)s"), icon="plus", tone="good"
    ),
    "referral_source.changed": Words(_("Changed the referral source %(name)s"), icon="pencil"),
    "referral_source.archived": Words(_("Archived the referral source %(name)s"), icon="archive"),
    "referral_source.restored": Words(
        _("Restored the referral source %(name)s"), icon="archive-restore"
    ),
    "keyword.added": Words(_("Added the keyword %(name)s"), icon="plus", tone="good"),
    "keyword.changed": Words(_("Changed the keyword %(name)s"), icon="pencil"),
    "keyword.archived": Words(_("Archived the keyword %(name)s"), icon="archive"),
    "keyword.restored": Words(_("Restored the keyword %(name)s"), icon="archive-restore"),
    "custom_field.added": Words(_("Added the field %(name)s"), icon="plus", tone="good"),
    "custom_field.changed": Words(_("Changed the field %(name)s"), icon="pencil"),
    "custom_field.archived": Words(_("Archived the field %(name)s"), icon="archive"),
    "custom_field.restored": Words(_("Restored the field %(name)s"), icon="archive-restore"),
    "custom_field.moved": Words(_("Moved the field %(name)s"), icon="arrow-down"),
    "contact_types.changed": Words(
        _("Changed the kinds of emails and phones that are suggested"), icon="pencil"
    ),
    "field_rules.changed": Words(
        _("Changed what is asked of customers (%(count)s fields)"), icon="list-checks"
    ),
    "guardian.added": Words(_("Added the guardian %(name)s"), icon="user-plus", tone="good"),
    "guardian.changed": Words(_("Changed the guardian %(name)s"), icon="pencil"),
    "guardian.made_primary": Words(_("Made %(name)s the primary guardian"), icon="star"),
    "guardian.archived": Words(_("Archived the guardian %(name)s"), icon="archive"),
    "guardian.restored": Words(_("Restored the guardian %(name)s"), icon="archive-restore"),
    "guardian.portal_opened": Words(
        _("Gave %(name)s a portal sign-in as %(email)s"), icon="key-round"
    ),
    "guardian.signed_in": Words(_("%(name)s signed in to the portal"), icon="log-in"),
    "guardian.password_chosen": Words(
        _("%(name)s chose a portal password as %(email)s"), icon="key-round"
    ),
    "guardian.second_step_on": Words(
        _("%(name)s switched the second step on"), icon="shield-check"
    ),
    "guardian.second_step_off": Words(
        _("%(name)s switched the second step off"), icon="shield-off", tone="warn"
    ),
    "portal-settings.changed": Words(_("Changed the Customer Portal"), icon="pencil"),
    "student.added": Words(_("Added the student %(name)s"), icon="user-plus", tone="good"),
    "student.changed": Words(_("Changed the student %(name)s"), icon="pencil"),
    "student.archived": Words(_("Archived the student %(name)s"), icon="archive"),
    "student.restored": Words(_("Restored the student %(name)s"), icon="archive-restore"),
    "student.shared": Words(
        _("%(name)s belongs to %(household)s too, which bears %(percent)s percent"), icon="house"
    ),
    "student.share_changed": Words(
        _("%(household)s bears %(percent)s percent for %(name)s, before %(was)s"), icon="house"
    ),
    "student.unshared": Words(
        _("%(name)s no longer belongs to %(household)s"), icon="house", tone="warn"
    ),
    "student.home_changed": Words(
        _("Made %(home)s the home of %(name)s, before %(was)s"), icon="house"
    ),
    "student.photo_set": Words(_("Set the photo of %(name)s"), icon="user"),
    "student.photo_removed": Words(_("Removed the photo of %(name)s"), icon="user"),
    "pickup.added": Words(_("Named %(who)s for pickups of %(name)s"), icon="car"),
    "pickup.changed": Words(_("Changed %(who)s in the pickups of %(name)s"), icon="car"),
    "pickup.removed": Words(_("Took %(who)s off the pickups of %(name)s"), icon="car"),
    "grades.changed": Words(_("Changed the list of grades"), icon="settings"),
    # Waivers
    "policy.added": Words(_("Added the policy %(name)s"), icon="plus", tone="good"),
    "policy.changed": Words(_("Changed the policy %(name)s"), icon="pencil"),
    "policy.reworded": Words(
        _("Wrote version %(number)s of the policy %(name)s"), icon="file-pen", tone="sun"
    ),
    "policy.activated": Words(_("Asked for the policy %(name)s again"), icon="archive-restore"),
    "policy.deactivated": Words(_("Asked for the policy %(name)s no more"), icon="archive"),
    "waiver.signed": Words(
        _("%(signer)s signed “%(policy)s” for %(name)s %(others)s"),
        icon="file-check",
        tone="good",
    ),
    "waiver.accepted_on_paper": Words(
        _("Accepted “%(policy)s” on paper from %(signer)s for %(name)s %(others)s"),
        icon="file-check",
        tone="good",
    ),
    "waiver.requested": Words(_("Asked %(to)s to sign for %(name)s"), icon="mail"),
    "waiver.confirmed": Words(
        _("Validated “%(policy)s”, signed by %(signer)s"), icon="circle-check", tone="good"
    ),
    "waiver.voided": Words(
        _("Voided “%(policy)s”, signed by %(signer)s: %(reason)s"), icon="file-x", tone="danger"
    ),
    "waiver.expired": Words(
        _("“%(policy)s” for %(name)s %(others)s ran out"), icon="hourglass", tone="warn"
    ),
    "waiver.reminded": Words(_("Reminded %(to)s to sign again for %(name)s"), icon="mail"),
    "waiver_station.started": Words(_("Started the waiver station %(name)s"), icon="tablet"),
    "waiver_station.ended": Words(_("Ended the waiver station %(name)s"), icon="tablet"),
    "family.solicitation_stopped": Words(_("Marked %(name)s: do not solicit"), icon="bell-off"),
    "family.solicitation_allowed": Words(
        _("Took the mark “do not solicit” off %(name)s"), icon="bell"
    ),
    "organization.added": Words(
        _("Added the organization %(name)s"), icon="building-2", tone="good"
    ),
    "organization.changed": Words(_("Changed the organization %(name)s"), icon="pencil"),
    "organization.exempted": Words(
        _("Exempted %(name)s from tax until %(until)s"), icon="badge-percent", tone="sun"
    ),
    "organization.taxed": Words(_("Charges %(name)s tax again"), icon="badge-percent"),
    "member.added": Words(_("Made %(name)s a member of %(others)s: %(role)s"), icon="user-plus"),
    "member.changed": Words(_("%(name)s is now %(role)s of %(others)s"), icon="pencil"),
    "member.removed": Words(_("Took %(name)s off the members of %(others)s"), icon="user-minus"),
    "note.added": Words(_("Added a note about %(others)s"), icon="notebook-pen"),
    "note.changed": Words(_("Changed a note about %(others)s"), icon="pencil"),
    "note.closed": Words(_("Closed a note about %(others)s"), icon="circle-check"),
    "note.reopened": Words(_("Opened a note about %(others)s again"), icon="rotate-ccw"),
    "family.imported": Words(
        _("%(name)s came in from the file %(file)s"), icon="file-up", tone="good"
    ),
    "family.completed_by_import": Words(
        _("Completed the family %(name)s from the file %(file)s"), icon="file-up"
    ),
    "family.import_undone": Words(
        _("Took from %(name)s what the import of %(others)s had added"), icon="undo-2", tone="warn"
    ),
    # Files of customers, and the whole account
    "import.uploaded": Words(_("Uploaded the file %(name)s"), icon="file-up"),
    "import.finished": Words(
        _("Imported the file %(name)s: %(result)s"), icon="file-up", tone="good"
    ),
    "import.undone": Words(
        _("Undid the import of %(name)s: %(result)s"), icon="undo-2", tone="warn"
    ),
    "import.deleted": Words(_("Deleted the uploaded file %(name)s"), icon="trash-2"),
    "import_mapping.kept": Words(_("Kept the columns of a file as %(name)s"), icon="bookmark"),
    "import_mapping.forgotten": Words(_("Forgot the columns kept as %(name)s"), icon="trash-2"),
    "account.exported": Words(_("Exported the whole account"), icon="download", tone="plum"),
    "account.restored": Words(
        _("Brought a whole account in from the file %(file)s"), icon="file-up", tone="plum"
    ),
    # Staff
    "staff.absent": Words(
        _("%(name)s is absent from %(starts)s to %(ends)s. %(reason)s"),
        icon="calendar-x",
        tone="warn",
    ),
    "staff.absence_canceled": Words(
        _("%(name)s is there after all from %(starts)s to %(ends)s"), icon="calendar-check"
    ),
    "staff.added": Words(_("Added %(name)s to the staff"), icon="user-plus", tone="good"),
    "staff.changed": Words(_("Changed the staff record of %(name)s"), icon="pencil"),
    "staff.photo_set": Words(_("Set the photo of %(name)s"), icon="user"),
    "staff.photo_removed": Words(_("Removed the photo of %(name)s"), icon="user"),
    "staff.rate_set": Words(_("Set the hourly rate of %(name)s"), icon="coins"),
    "working-hours.set": Words(_("Set the working hours of %(name)s"), icon="clock"),
    "teaching.set": Words(_("Set what %(name)s may teach"), icon="graduation-cap"),
    "staff.archived": Words(_("Archived the staff member %(name)s"), icon="archive"),
    "staff.restored": Words(_("Restored the staff member %(name)s"), icon="archive-restore"),
    "staff.rights-changed": Words(
        _("Changed the rights of %(name)s"), icon="shield-check", tone="plum"
    ),
    "staff.sign-in-given": Words(
        _("Gave %(name)s a sign-in as %(email)s"), icon="key-round", tone="plum"
    ),
    "staff.invited-again": Words(
        _("Invited %(name)s again, by email to %(email)s"), icon="mail", tone="plum"
    ),
    "staff.sign-in-withdrawn": Words(
        _("Withdrew the sign-in of %(name)s"), icon="key-round", tone="warn"
    ),
    "staff.signed-in": Words(_("%(name)s signed in"), icon="log-in"),
    "group.added": Words(_("Added the user group %(name)s"), icon="shield-check", tone="plum"),
    "group.changed": Words(_("Changed the user group %(name)s"), icon="shield-check", tone="plum"),
    "group.archived": Words(_("Archived the user group %(name)s"), icon="archive", tone="plum"),
    "group.restored": Words(
        _("Restored the user group %(name)s"), icon="archive-restore", tone="plum"
    ),
    # Messages
    "message.failed": Words(
        _("The message “%(name)s” did not reach %(to)s"), icon="mail-x", tone="danger"
    ),
    "message.resent": Words(_("Sent “%(name)s” to %(to)s again"), icon="mail"),
    # The desk
    "list.exported": Words(_("Exported the list %(list)s as %(format)s"), icon="download"),
}

UNKNOWN = Words(_("%(verb)s: %(name)s"), icon="circle-dot")

GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "parties": (
        _("Parties"),
        ("party", "package", "add_on", "station", "time_slot", "party_settings"),
    ),
    "appointments": (
        _("Appointments"),
        (
            "appointment",
            "appointment-settings",
            "timeslot",
            "series",
            "pricing-schedule",
            "service",
            "zone",
            "opening-hours",
        ),
    ),
    "passes": (_("Punch passes"), ("pass", "pass_type")),
    "money": (
        _("Money"),
        (
            "charge",
            "charge-run",
            "payment",
            "refund",
            "credit",
            "program",
            "charge_category",
            "tax_rate",
            "blackout",
        ),
    ),
    "families": (
        _("Families"),
        (
            "family",
            "duplicates",
            "guardian",
            "student",
            "organization",
            "member",
            "pickup",
            "grades",
            "field_rules",
            "referral_source",
            "keyword",
            "custom_field",
            "contact_types",
            "portal-settings",
        ),
    ),
    "waivers": (_("Waivers"), ("policy", "waiver", "waiver_station")),
    "notes": (_("Notes"), ("note",)),
    "staff": (_("Staff"), ("staff", "group", "calendar-feed", "working-hours", "teaching")),
    "locations": (_("Locations"), ("location",)),
    "messages": (_("Messages"), ("message",)),
    "exports": (_("Import and export"), ("list", "import", "import_mapping", "account")),
}

SURFACES: dict[str, Any] = {
    "office": _("Office Portal"),
    "portal": _("Customer Portal"),
    "kiosk": _("Waiver station"),
    "link": _("Mailed link"),
    "system": _("by itself"),
    "demo": _("Demo"),
}


def verbs_of(group: str) -> list[str]:
    """Every verb of a group of ``GROUPS``."""
    nouns = GROUPS[group][1]
    return [verb for verb in WORDS if verb.split(".")[0] in nouns]
