"""The server with the line in front of a room taken away, for the negative control.

Nobody waits for a resource any more, and everybody who found it free thinks for a moment before
taking it: as slow people or a busy machine would.
"""

import time
from importlib import import_module
from typing import Any

application = import_module("config.wsgi").application  # sets Django up; the rest needs that
operations = import_module("cartwheel.domain.scheduling.operations")
look = operations._refuse_clash


def look_and_think(*args: Any) -> None:
    look(*args)
    time.sleep(0.3)


operations.lock = lambda resource_ids: None
operations._refuse_clash = look_and_think
