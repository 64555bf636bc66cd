"""What the party area refuses, by name. ``field`` is the field of the booking form."""

from cartwheel.kernel.refusals import Refused


class StationTaken(Refused):
    """Something else holds the station for part of the time."""

    field = "time_slot"


class SentAlready(Refused):
    """This form has booked a party before, and says something else now."""


class StationNotOffered(Refused):
    """The station is not in use, or not any more on that day."""

    field = "station"


class SlotNotOffered(Refused):
    """The station does not offer this time slot, or not on this weekday."""

    field = "time_slot"


class SlotClosed(Refused):
    """The time slot is closed on that day."""

    field = "time_slot"


class CustomTimeNotAllowed(Refused):
    """Only some may book outside the time slots."""

    field = "time_slot"


class BadTime(Refused):
    """No time, or one that lasts too long."""

    field = "starts"


class PartyInThePast(Refused):
    field = "on"


class TooSoon(Refused):
    """Families must book earlier than that."""

    field = "on"


class TooFewGuests(Refused):
    field = "guests"


class TooManyGuests(Refused):
    """More than the package stretches to, or than the station holds."""

    field = "guests"


class PackageNotOffered(Refused):
    field = "package"


class AddOnNotOffered(Refused):
    field = "add_ons"


class QuantityNotOffered(Refused):
    """Fewer or more of an add-on than may be picked."""

    field = "add_ons"


class HostBusy(Refused):
    """A host is elsewhere for part of the time."""

    field = "hosts"


class HostNotOffered(Refused):
    """The staff member has left."""

    field = "hosts"


class WrongHonoree(Refused):
    """The honoree is a child of another family."""

    field = "honoree"


class NoFinancialSettings(Refused):
    """Nobody has said which program and category parties are charged to."""

    field = "charge"


class WrongAmount(Refused):
    field = "amount"


class WrongHold(Refused):
    """A quote cannot hold its slot until then."""

    field = "hold_until"


class NotAQuote(Refused):
    """The party is agreed already."""


class QuoteLapsed(Refused):
    """A quote that ran out, or is not agreed yet, cannot be dealt with like a booking."""


class PartyCanceled(Refused):
    """The party was deleted before."""


class StationHasBookings(Refused):
    """A party is booked there after that day."""

    field = "expires_on"
