"""Why a pass cannot be sold or punched."""

from cartwheel.kernel.refusals import Refused


class PassNotSold(Refused):
    """It is not for sale, or as many as there may be were sold."""


class PassNotGood(Refused):
    """The pass does not pay for that; its subclasses say why."""


class PassVoided(PassNotGood):
    """It was deleted, for good."""


class PassSuspended(PassNotGood):
    """Somebody suspended it; it can be resumed."""


class PassNotYetValid(PassNotGood):
    """Its first day is still to come on that day."""


class PassExpired(PassNotGood):
    """Its last day is over on that day."""


class PassUsedUp(PassNotGood):
    """It was punched as often as it was paid for."""


class PassForAnother(PassNotGood):
    """The student is of another family, or the pass was sold for another one."""


class PassForOtherPrograms(PassNotGood):
    """It is restricted to programs, and this is none of them."""


class PassForElsewhere(PassNotGood):
    """It is good at the location where it was sold, and nowhere else."""
