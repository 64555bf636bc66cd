"""Secrets made once and kept in the data folder, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def kept(folder: Path, name: str) -> str:
    """The secret called ``name`` in ``folder``, made when it is asked for the first time."""
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _write_whole(path: Path, text: str) -> None:
    """Never leave half a secret behind: the file appears complete and on disk, or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
