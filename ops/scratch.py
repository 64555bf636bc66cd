"""A PostgreSQL server and a data folder that exist for one command."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.data import Data

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it gets a name that nobody guesses
ROOM_BYTES = 4 * 2**30


@contextmanager
def environment(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """What the product reads; its database is a new, empty one unless DATABASE_URL names one.

    ``durable`` makes writing cost what it costs in earnest, for whoever measures it.
    """
    # A terminated command cleans up behind it, like one that is interrupted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="cartwheel-", dir=None if durable else in_memory()))
    folder.chmod(0o711)  # PostgreSQL may run as another user, who must get through
    data = Data(folder)
    cluster = data.cluster
    cluster.scratch = not durable
    try:
        environment = data.environment()
        # Compiled once for all the processes of the command, some dozens.
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if not os.environ.get("DATABASE_URL"):
            environment["DATABASE_URL"] = cluster.start()
        yield environment
    finally:
        if cluster.data.exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def in_memory() -> Path | None:
    """Where files are kept in memory, if there is room: a database is a thousand small files."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM_BYTES else None
