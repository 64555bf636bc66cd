"""The server of our own: durable, closed to strangers, and back after a kill -9."""

import os
import signal
import stat
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from ops.data import Data


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o711)  # PostgreSQL may run as another user, who must get through
    return folder


@pytest.fixture
def cluster(folder):
    cluster = Data(folder).cluster
    yield cluster
    cluster.stop()


def one(address, query):
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone()


def test_row_level_security_binds_the_role_and_it_may_create_test_databases(cluster):
    address = cluster.start()

    rights = "select rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname = current_user"
    assert one(address, rights) == (False, False, True)
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
    assert one(address, owner) == ("cartwheel",)


def test_what_is_committed_survives_a_crash_of_the_machine(cluster):
    address = cluster.start()

    settings = ("fsync", "full_page_writes", "synchronous_commit", "server_encoding")
    shown = [one(address, f"show {name}")[0] for name in settings]
    assert shown == ["on", "on", "on", "UTF8"]


def test_nobody_comes_in_without_the_password(cluster):
    address = cluster.start()
    password = psycopg.conninfo.conninfo_to_dict(address)["password"]

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.replace(password, "guess"))


def test_the_passwords_are_for_the_owner_alone(cluster, folder):
    cluster.start()

    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "secrets").iterdir()
    }
    assert modes == {"cartwheel-password": 0o600, "postgres-password": 0o600}


def test_a_server_killed_with_all_it_runs_starts_again_and_has_lost_nothing(cluster):
    address = cluster.start()
    with psycopg.connect(address) as connection:
        connection.execute("create table kept (number int)")
        connection.execute("insert into kept values (7)")
    assert cluster.is_alive()
    kill_everything_below(cluster)
    assert not cluster.is_alive()

    assert one(cluster.start(), "select number from kept") == (7,)


def test_a_server_left_running_is_taken_over_on_the_same_port(cluster):
    left = cluster.start()

    assert cluster.start() == left == cluster.address()


def kill_everything_below(cluster):
    postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in [postmaster, *map(int, children)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while cluster.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)
