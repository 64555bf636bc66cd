"""``bin/manage``: Django's commands in the environment of the data folder.

Works beside a running ``bin/run``, and without one: then PostgreSQL runs as long as the command.
``CARTWHEEL_DATA`` names another folder than ``var``.
"""

import subprocess
import sys

from ops import ROOT, Stop
from ops.children import python
from ops.data import Data, default_folder


def main() -> None:
    try:
        sys.exit(manage(sys.argv[1:]))
    except Stop as reason:
        sys.exit(f"bin/manage: {reason}")


def manage(arguments: list[str]) -> int:
    """Run one command; its status."""
    data = Data(default_folder().expanduser().resolve())
    environment = data.environment()
    if environment.get("DATABASE_URL"):
        return _run(arguments, environment)
    with data.database() as address:
        return _run(arguments, environment | {"DATABASE_URL": address})


def _run(arguments: list[str], environment: dict[str, str]) -> int:
    command = python(str(ROOT / "manage.py"), *arguments)
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    main()
