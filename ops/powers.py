"""Whose rights PostgreSQL's programs run with: they refuse to run as root.

Not as root, they run as the person who calls. As root they run as ``postgres`` (else ``nobody``)
where that user can reach the data and the programs; below a folder that only root may enter, such
as ``/root``, they run in a user namespace, where root goes by another name.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops import Stop


@dataclass(frozen=True)
class Powers:
    """How to start a program: what stands before it, and which user it becomes."""

    prefix: tuple[str, ...] = ()
    user: pwd.struct_passwd | None = None

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run to the end; options as for ``subprocess.run``."""
        if self.user is not None:
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        # The caller's folder may be closed to that user; and a Ctrl-C is not for PostgreSQL.
        options |= {"cwd": "/", "start_new_session": True}
        return subprocess.run([*self.prefix, *command], check=False, text=True, **options)

    def succeeds(self, command: list[str]) -> bool:
        try:
            return self.run(command, capture_output=True).returncode == 0
        except OSError:
            return False

    def own(self, folder: Path) -> None:
        """Give the folder and all in it to the user that will use it."""
        if os.geteuid() != 0:
            return
        uid, gid = (self.user.pw_uid, self.user.pw_gid) if self.user else (0, 0)
        if folder.stat().st_uid == uid:
            return
        for path in [*folder.rglob("*"), folder]:
            os.chown(path, uid, gid, follow_symlinks=False)


def find(folder: Path, program: Path) -> Powers:
    """The first way that can enter the place of ``folder`` and start ``program``."""
    if os.geteuid() != 0:
        return Powers()
    for powers in [*_other_users(), *_namespace()]:
        enters = powers.succeeds(["test", "-x", str(folder.parent)])
        if enters and powers.succeeds([str(program), "--version"]):
            return powers
    raise Stop(
        f"PostgreSQL refuses to run as root, and no other user can reach {folder}:"
        " choose a folder that others may enter with --data DIR (such as /var/lib/cartwheel),"
        " or start as another user."
    )


def _other_users() -> list[Powers]:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return [Powers(user=known[name]) for name in ("postgres", "nobody") if name in known]


def _namespace() -> list[Powers]:
    unshare = shutil.which("unshare")
    # initdb wants a user that the passwd file knows.
    names = [user.pw_uid for user in pwd.getpwall() if user.pw_uid != 0]
    if unshare is None or not names:
        return []
    return [Powers(prefix=(unshare, "--user", f"--map-user={names[0]}", "--"))]
