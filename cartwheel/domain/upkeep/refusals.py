"""Why people cannot be put together, or apart again."""

from cartwheel.kernel.refusals import Refused


class CannotMerge(Refused):
    """These families cannot become one, or not like this."""


class CannotMove(Refused):
    """This student cannot go there."""


class CannotUndo(Refused):
    """What was merged or moved cannot be taken apart any more."""


class CannotErase(Refused):
    """There is something still to come, or to pay."""
