"""Why many families cannot be charged at once."""

from cartwheel.kernel.refusals import Refused


class NothingToCharge(Refused):
    """No booking has anything to pay for, or none is chosen."""


class AlreadyStarted(Refused):
    """The run is no preview any more, or is at work just now."""
