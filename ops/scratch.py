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


@contextmanager
def environment(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """What the product reads; its database is a new, empty one unless DATABASE_URL names one.

    ``durable`` makes writing cost what it costs in earnest, for whoever measures it.
    """
    # A terminated command cleans up behind it, like one that is interrupted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="cartwheel-"))
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
