"""``bin/backup`` and ``bin/restore``: database and files of the data folder, in one archive.

The secret key is not in the archive: whoever finds a backup must not be able to sign in with it.
After a restore under a new key everybody signs in again, and links sent by mail are void.
"""

import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ops import Stop
from ops.data import Data, default_folder
from ops.postgres import DATABASE

DUMP = "database.dump"
FILES = "files"


def main() -> None:
    programs: dict[str, Callable[[Data, Path], None]] = {"backup": backup, "restore": restore}
    name, *arguments = sys.argv[1:]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.exit(
            f"usage: bin/{name} FILE.tar (of the data folder that CARTWHEEL_DATA names, or var)"
        )
    try:
        if os.environ.get("DATABASE_URL"):
            raise Stop(
                "DATABASE_URL names a PostgreSQL of your own: use its pg_dump and pg_restore,"
                " as a role that row-level security does not bind."
            )
        programs[name](Data(default_folder().expanduser().resolve()), Path(arguments[0]))
    except Stop as reason:
        sys.exit(f"bin/{name}: {reason}")


def backup(data: Data, archive: Path) -> None:
    """Write the archive; works while Cartwheel runs, and shows the database at one instant."""
    if not data.cluster.data.exists():
        raise Stop(f"There is no database in {data.folder}.")
    if archive.exists():
        raise Stop(f"{archive} exists already; nothing was written.")
    with data.database(), tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        data.cluster.run_as_superuser("pg_dump", "--format=custom", f"--file={dump}", DATABASE)
        unfinished = archive.with_name(f".{archive.name}.unfinished")
        with tarfile.open(unfinished, "w") as tar:
            os.chmod(unfinished, 0o600)
            tar.add(dump, DUMP)
            if (data.folder / FILES).is_dir():
                tar.add(data.folder / FILES, FILES)
        unfinished.rename(archive)
    print(f"Saved {archive} ({archive.stat().st_size / 1e6:.1f} MB).")


def restore(data: Data, archive: Path) -> None:
    """Fill an empty data folder from the archive; anything that is there already is left alone."""
    if not archive.is_file():
        raise Stop(f"There is no file {archive}.")
    if data.cluster.data.exists() or (data.folder / FILES).exists():
        raise Stop(
            f"{data.folder} holds data already: move it away,"
            " or name another folder with CARTWHEEL_DATA."
        )
    with tempfile.TemporaryDirectory() as folder:
        _unpack(archive, Path(folder))
        with data.database():
            whole = ["--single-transaction", "--exit-on-error", f"--dbname={DATABASE}"]
            data.cluster.run_as_superuser("pg_restore", *whole, str(Path(folder) / DUMP))
        if (Path(folder) / FILES).is_dir():
            shutil.move(Path(folder) / FILES, data.folder / FILES)
    print(f"Restored into {data.folder}.")


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with tarfile.open(archive) as tar:
            members = tar.getmembers()
            names = {each.name for each in members}
            if DUMP not in names or not all(_belongs(each, folder) for each in members):
                raise Stop(f"{archive} is no backup of Cartwheel.")
            for each in members:
                _write(tar, each, folder / each.name)
    except tarfile.TarError:
        raise Stop(f"{archive} is no backup of Cartwheel.") from None


# What extractall(filter="data") refuses; Debian 12's Python does not know it.


def _belongs(member: tarfile.TarInfo, folder: Path) -> bool:
    """A plain file or folder, and inside of ``folder``."""
    inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
    return inside and (member.isfile() or member.isdir())


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, there: Path) -> None:
    if member.isdir():
        there.mkdir(parents=True, exist_ok=True)
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    source: Any = tar.extractfile(member)
    with source, there.open("wb") as file:
        shutil.copyfileobj(source, file)


if __name__ == "__main__":
    main()
