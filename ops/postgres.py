"""A PostgreSQL server of our own, for machines where ``DATABASE_URL`` names none.

It listens on 127.0.0.1 alone and lets nobody in without a password. Its data are durable unless
``scratch`` says that they are thrown away (tests); such a server is asked by a socket besides.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from ops import Stop, binaries, keys, ports, powers
from ops.binaries import Binaries
from ops.powers import Powers

ROLE = "cartwheel"
DATABASE = "cartwheel"
TCP = "127.0.0.1"
LONGEST_FOLDER = 80  # of the 107 characters that a socket may have
SCRATCH = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass
class Cluster:
    """The server whose files live in ``folder``. One process at a time may handle it."""

    folder: Path
    scratch: bool = False
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def host(self) -> str:
        """Where it is asked: a socket takes less time, but it needs a short path."""
        is_short = len(str(self.folder)) <= LONGEST_FOLDER
        return str(self.folder) if self.scratch and is_short else TCP

    @cached_property
    def programs(self) -> Binaries:
        made_by = self.data / "PG_VERSION"
        return binaries.find(int(made_by.read_text()) if made_by.exists() else None)

    @cached_property
    def powers(self) -> Powers:
        return powers.find(self.folder, Path(self.programs.pg_ctl))

    def start(self) -> str:
        """Start, making what does not exist yet; give the address of the database.

        A server left over by a start that was killed is stopped first.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._check_owner()
        self.powers.own(self.folder)
        if not self.data.exists():
            self._create()
        self.stop()
        port = self._port()
        self._start_on(port)
        self._ensure_database(port)
        return self._address(ROLE, port, DATABASE)

    def stop(self) -> None:
        """Stop at once; what was committed stays, sessions still open are ended."""
        if not self.is_running():
            return
        stopping = ["-D", str(self.data), "-m", "fast", "-w", "-t", "60", "stop"]
        stopped = self.powers.succeeds([self.programs.pg_ctl, *stopping])
        # A server that was killed a moment ago is "running" until it is buried: look again.
        if not stopped and self.is_running():
            raise Stop(f"The PostgreSQL server of {self.folder} does not stop.")

    def is_running(self) -> bool:
        if not self.data.exists():
            return False
        # Succeeds only when the process in postmaster.pid lives: a stale file is no server.
        return self.powers.succeeds([self.programs.pg_ctl, "-D", str(self.data), "status"])

    def is_alive(self) -> bool:
        """The same of a server that was seen running; cheap enough to ask all the time."""
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    def address(self) -> str:
        """The address of the database while it runs."""
        return self._address(ROLE, self._port(), DATABASE)

    def run_as_superuser(self, program: str, *arguments: str, **options: Any) -> str:
        """Run a client program (``pg_dump``) that must see past row-level security; its output."""
        who = {"PGHOST": TCP, "PGPORT": str(self._port()), "PGUSER": "postgres"}
        # In the environment, because everybody on the machine may read a command line.
        environment = {**os.environ, **who, "PGPASSWORD": self._password("postgres")}
        command = [str(self.programs.folder / program), *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, **options
        )
        if done.returncode != 0:
            raise Stop(f"{program} failed:\n{done.stderr}".rstrip())
        return done.stdout

    def _check_owner(self) -> None:
        try:
            next(self.folder.iterdir(), None)
        except PermissionError:
            owner = self.folder.owner()
            raise Stop(
                f"{self.folder} belongs to {owner}: start as {owner} or as root,"
                " or choose another folder with --data DIR."
            ) from None

    def _create(self) -> None:
        """Make the files under another name first, so that half a server is never taken for one."""
        unfinished = self.folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.folder / "initial-password"
        password.write_text(self._password("postgres"))
        password.chmod(0o600)
        self.powers.own(password)
        how = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}"]
        # C.UTF-8 sorts alike everywhere; the product compares with functions of its own.
        how += ["-E", "UTF8", "--locale=C.UTF-8", *(["--no-sync"] if self.scratch else [])]
        self._must([self.programs.initdb, "-D", str(unfinished), *how])
        password.unlink()
        unfinished.rename(self.data)

    def _start_on(self, port: int) -> None:
        settings = {"listen_addresses": TCP, "port": str(port)}
        sockets = "''" if self.host == TCP else self.host
        settings |= {"unix_socket_directories": sockets, "max_connections": "200"}
        settings |= (SCRATCH if self.scratch else {}) | self.settings
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = ["-l", str(self.log), "-o", options]
        start = [self.programs.pg_ctl, "-D", str(self.data), "-w", "-t", "120", *log, "start"]
        if self.powers.run(start, capture_output=True).returncode != 0:
            raise Stop(f"PostgreSQL did not start; its log {self.log} ends with:\n{self._tail()}")

    def _ensure_database(self, port: int) -> None:
        """Make the role and its database, or give the role the password that is kept."""
        address = self._address("postgres", port, "postgres")
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        with psycopg.connect(address, autocommit=True) as server:
            known = "select exists(select from pg_roles where rolname = %s)"
            if not server.execute(known, [ROLE]).fetchone()[0]:  # type: ignore[index]
                server.execute(sql.SQL("create role {}").format(role))
            # Neither superuser nor BYPASSRLS: row-level security must bind the application.
            rights = "alter role {} login nosuperuser nobypassrls createdb password {}"
            password = sql.Literal(self._password(ROLE))
            server.execute(sql.SQL(rights).format(role, password))
            known = "select exists(select from pg_database where datname = %s)"
            if not server.execute(known, [DATABASE]).fetchone()[0]:  # type: ignore[index]
                server.execute(sql.SQL("create database {} owner {}").format(database, role))

    def _port(self) -> int:
        """The port used last, so that tools may remember it; another one when it is taken."""
        remembered = self.folder / "port"
        if remembered.exists():
            port = int(remembered.read_text())
            if self.is_running() or ports.is_free(port):
                return port
        port = ports.any_free()
        remembered.write_text(f"{port}\n")
        return port

    def _address(self, role: str, port: int, database: str) -> str:
        server, where = f"{TCP}:{port}", ""
        if self.host != TCP:
            server, where = f":{port}", f"?host={quote(self.host)}"
        return f"postgres://{role}:{quote(self._password(role))}@{server}/{database}{where}"

    def _password(self, role: str) -> str:
        return keys.kept(self.folder.parent / "secrets", f"{role}-password")

    def _must(self, command: list[str]) -> None:
        done = self.powers.run(command, capture_output=True)
        if done.returncode != 0:
            name = Path(command[0]).name
            raise Stop(f"PostgreSQL's {name} failed:\n{done.stderr or done.stdout}".rstrip())

    def _tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        except OSError:
            return "(nothing)"
