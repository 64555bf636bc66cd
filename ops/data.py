"""The data folder: database, secrets, files and built static files of one Cartwheel.

It is handled by one process at a time, which holds the lock as long as it lives; the system lets
go of the lock when that process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

from ops import ROOT, Stop, keys
from ops.postgres import Cluster


def default_folder() -> Path:
    return Path(os.environ.get("CARTWHEEL_DATA") or ROOT / "var")


@dataclass
class Data:
    folder: Path
    _lock: IO[str] | None = field(default=None, repr=False)

    @cached_property
    def cluster(self) -> Cluster:
        return Cluster(self.folder / "postgres")

    @property
    def welcome(self) -> Path:
        """What the preparation has to say to the person who starts."""
        return self.folder / "welcome.txt"

    def lock(self) -> None:
        """Take the folder for this process, or say which one has it."""
        self._make()
        lock = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise Stop(
                f"Another start already uses {self.folder} (process {holder}):"
                " stop it first, or choose another folder with --data DIR."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of the database; the server runs at least until the block ends."""
        if self.cluster.is_running():
            yield self.cluster.address()
            return
        self.lock()
        try:
            yield self.cluster.start()
        finally:
            self.cluster.stop()
            self.unlock()

    def environment(self) -> dict[str, str]:
        """What the product reads, for whatever the caller's own environment does not say."""
        environment = {"CARTWHEEL_DATA": str(self.folder), "PYTHONPATH": str(ROOT)}
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        if not os.environ.get("CARTWHEEL_SECRET_KEY"):
            secret = keys.kept(self.folder / "secrets", "secret-key")
            environment["CARTWHEEL_SECRET_KEY"] = secret
        return {**os.environ, **environment}

    def _make(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "lock").touch()
        except OSError as error:
            raise Stop(f"The data folder {self.folder} cannot be used: {error.strerror}.") from None
