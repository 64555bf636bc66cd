"""``bin/run``: everything that Cartwheel needs, in one terminal, until Ctrl-C."""

import argparse
import http.client
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config import env
from config.env import ConfigurationError
from ops import ROOT, Stop, frontend, ports, stamp
from ops.children import Children, python
from ops.data import Data, default_folder

SLOWEST_START = 60.0  # seconds
REFUSED = 2  # the preparation has said in one sentence what is wrong


@dataclass(frozen=True)
class Options:
    port: int
    data: Path
    demo: bool


def main() -> None:
    options = parse(sys.argv[1:])
    try:
        run(options)
    except Stop as reason:
        sys.exit(f"bin/run: {reason}")
    except ConfigurationError as error:
        print(f"Cartwheel cannot start: {error}", file=sys.stderr)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        sys.exit(130)


def parse(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="bin/run", description="Run Cartwheel on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where it answers (default: 8000)")
    parser.add_argument("--data", type=Path, help="folder for all data (default: var)")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    given = parser.parse_args(arguments)
    if not 1 <= given.port <= 65535:
        parser.error(f"a port is a number from 1 to 65535, not {given.port}")
    folder = (given.data or default_folder()).expanduser().resolve()
    return Options(port=given.port, data=folder, demo=not given.no_demo)


def run(options: Options) -> None:
    if not ports.is_free(options.port):
        raise Stop(f"Port {options.port} is taken by another program: choose another with --port.")
    web = web_command(options.port)
    data = Data(options.data)
    data.lock()
    frontend.build()
    # From here on a signal ends the waiting, not the process, so that all is stopped in order.
    children = Children(data.environment() | _addresses(options.port))
    try:
        start_database(data, children)
        if prepare(options, children):
            children.start("web server", web)
            children.start("worker", python("manage.py", "work"))
            serve(options, data, children)
    finally:
        children.stop()
        stop_database(data)
    print("Stopped.", flush=True)


def _addresses(port: int) -> dict[str, str]:
    """Passkeys want a name, so the address says localhost rather than 127.0.0.1."""
    defaults = {"CARTWHEEL_URL": f"http://localhost:{port}"}
    if sys.stdout.isatty():
        defaults["CARTWHEEL_LOG_FORMAT"] = "text"
    return {name: os.environ.get(name) or value for name, value in defaults.items()}


def start_database(data: Data, children: Children) -> None:
    """Start a server of our own, or see that the one that was named answers."""
    named = os.environ.get("DATABASE_URL")
    if named:
        check_database(named)
        return
    print("Starting PostgreSQL ...", flush=True)
    children.environment["DATABASE_URL"] = data.cluster.start()
    children.depend_on("PostgreSQL server", data.cluster.is_alive)


def check_database(address: str) -> None:
    env.database_settings(address, 0)
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise Stop(f"The database that DATABASE_URL names does not answer: {reason}") from None


def stop_database(data: Data) -> None:
    if not os.environ.get("DATABASE_URL"):
        data.cluster.stop()


def prepare(options: Options, children: Children) -> bool:
    """Bring database and static files up to date; False when told to stop meanwhile."""
    static = ["--static"] if static_files_changed(options.data) else []
    demo = ["--demo"] if options.demo else []
    status = children.run("preparation", python("-m", "ops.prepare", *static, *demo))
    if status == REFUSED:
        sys.exit(REFUSED)
    if status:
        raise Stop("Cartwheel could not be prepared; the reason stands above.")
    if status == 0 and static:
        stamp.put(_static_stamp(options.data), _static_digest())
    return status == 0


def static_files_changed(data: Path) -> bool:
    built = (data / "static").is_dir()
    return not (built and stamp.is_current(_static_stamp(data), _static_digest()))


def _static_stamp(data: Path) -> Path:
    return data / "static.stamp"


def _static_digest() -> str:
    """Our own static files, and the locked packages that bring theirs."""
    files = [path for path in (ROOT / "cartwheel").glob("**/static/**/*") if path.is_file()]
    locks = [ROOT / "requirements" / "runtime.txt", ROOT / "config" / "settings.py"]
    return stamp.digest([*files, *locks])


def serve(options: Options, data: Data, children: Children) -> None:
    """Say where Cartwheel answers as soon as it does, and stay until the end."""
    if _answers(options.port, children):
        _welcome(data, children.environment)
    ended = children.watch()
    if ended:
        raise Stop(f"The {ended} ended by itself, so all is stopped.")
    print("\nStopping ...", flush=True)


def web_command(port: int) -> list[str]:
    workers = env.number("CARTWHEEL_WEB_WORKERS", 2, at_least=1, at_most=64)
    threads = env.number("CARTWHEEL_WEB_THREADS", 4, at_least=1, at_most=64)
    # The processes are copies of one that has read the code, instead of each reading it itself.
    size = ["--preload", "--worker-class", "gthread"]
    size += ["--workers", str(workers), "--threads", str(threads)]
    where = ["--bind", f"127.0.0.1:{port}", "--graceful-timeout", "10", "--no-control-socket"]
    return python("-m", "gunicorn", "config.wsgi", *size, *where, "--log-level", "warning")


def _answers(port: int, children: Children) -> bool:
    """Wait until the web server says that it is alive."""
    begun = time.monotonic()
    while not children.told_to_stop and not children.ended():
        if _is_alive(port):
            return True
        if time.monotonic() - begun > SLOWEST_START:
            raise Stop(f"The web server did not answer within {SLOWEST_START:.0f} seconds.")
        time.sleep(0.1)
    return False


def _is_alive(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _welcome(data: Data, environment: dict[str, str]) -> None:
    print(f"\nCartwheel runs at {environment['CARTWHEEL_URL']}")
    print(data.welcome.read_text())
    print("Stop it with Ctrl-C.\n", flush=True)


if __name__ == "__main__":
    main()
