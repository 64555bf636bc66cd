"""Everything that can be done with punch passes. Each function is one transaction."""

from cartwheel.domain.passes.operations.punching import (
    carry_punches,
    keep_passes,
    move_punch,
    return_punch,
    take_punch,
)
from cartwheel.domain.passes.operations.selling import sell_pass
from cartwheel.domain.passes.operations.types import (
    add_pass_type,
    archive_pass_type,
    change_pass_type,
    restore_pass_type,
)
from cartwheel.domain.passes.operations.withdrawing import resume_pass, suspend_pass, void_pass
from cartwheel.domain.passes.refusals import (
    PassExpired,
    PassForAnother,
    PassForElsewhere,
    PassForOtherPrograms,
    PassNotGood,
    PassNotSold,
    PassNotYetValid,
    PassSuspended,
    PassUsedUp,
    PassVoided,
)

__all__ = [
    "PassExpired",
    "PassForAnother",
    "PassForElsewhere",
    "PassForOtherPrograms",
    "PassNotGood",
    "PassNotSold",
    "PassNotYetValid",
    "PassSuspended",
    "PassUsedUp",
    "PassVoided",
    "add_pass_type",
    "archive_pass_type",
    "carry_punches",
    "change_pass_type",
    "keep_passes",
    "move_punch",
    "restore_pass_type",
    "resume_pass",
    "return_punch",
    "sell_pass",
    "suspend_pass",
    "take_punch",
    "void_pass",
]
