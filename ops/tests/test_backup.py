"""What was saved comes back, in another folder, past row-level security."""

import tarfile

import psycopg
import pytest

from ops import Stop
from ops.backup import DUMP, backup, restore
from ops.data import Data

TENANT_TABLE = """
    create extension btree_gist;
    create table parties (title text);
    insert into parties values ('Mia turns six'), ('渚の誕生日');
    alter table parties enable row level security;
    alter table parties force row level security;
    create policy nobody on parties using (false);
"""


@pytest.fixture
def folder(tmp_path_factory):
    """Makes folders that PostgreSQL may enter though it runs as another user."""

    def make(name):
        outer, *inner = name.split("/")
        folder = tmp_path_factory.mktemp(outer)
        for parent in (folder, *folder.parents[:2]):
            parent.chmod(0o711)
        return Data(folder.joinpath(*inner))

    return make


def test_a_backup_restores_rows_rules_and_files(folder, tmp_path):
    old, new, archive = folder("old"), folder("new/made/later"), tmp_path / "saved.tar"
    with old.database() as address, psycopg.connect(address) as connection:
        connection.execute(TENANT_TABLE)
    (old.folder / "files").mkdir()
    (old.folder / "files" / "castle.jpg").write_bytes(b"picture")

    backup(old, archive)
    restore(new, archive)

    with new.database() as address, psycopg.connect(address) as connection:
        assert connection.execute("select * from parties").fetchall() == []
        connection.execute("alter table parties disable row level security")
        titles = connection.execute("select title from parties order by title").fetchall()
    assert titles == [("Mia turns six",), ("渚の誕生日",)]
    assert (new.folder / "files" / "castle.jpg").read_bytes() == b"picture"


def test_a_backup_works_while_the_database_runs_and_leaves_it_running(folder, tmp_path):
    data = folder("data")
    data.cluster.start()
    try:
        backup(data, tmp_path / "saved.tar")
        assert data.cluster.is_running()
    finally:
        data.cluster.stop()


def test_a_folder_with_data_is_not_overwritten(folder, tmp_path):
    data, archive = folder("data"), tmp_path / "saved.tar"
    with data.database():
        backup(data, archive)

    with pytest.raises(Stop, match="holds data already: move it away"):
        restore(data, archive)
    with pytest.raises(Stop, match="exists already; nothing was written"):
        backup(data, archive)


@pytest.mark.parametrize(
    ("name", "kind", "leads_to"),
    [
        ("../evil", tarfile.REGTYPE, ""),
        ("/tmp/evil", tarfile.REGTYPE, ""),  # noqa: S108 - nothing is to be written there
        ("files/evil", tarfile.SYMTYPE, "/etc"),
        ("files/evil", tarfile.LNKTYPE, "../../evil"),
    ],
)
def test_an_archive_that_reaches_out_of_its_folder_is_refused(
    folder, tmp_path, name, kind, leads_to
):
    archive, data = tmp_path / "saved.tar", folder("data")
    with tarfile.open(archive, "w") as tar:
        tar.addfile(tarfile.TarInfo(DUMP))
        evil = tarfile.TarInfo(name)
        evil.type, evil.linkname = kind, leads_to
        tar.addfile(evil)

    with pytest.raises(Stop, match="is no backup of Cartwheel"):
        restore(data, archive)
    assert not data.cluster.data.exists()


def test_what_is_no_backup_is_refused(folder, tmp_path):
    (tmp_path / "letter.tar").write_text("Dear parents")

    with pytest.raises(Stop, match="is no backup of Cartwheel"):
        restore(folder("data"), tmp_path / "letter.tar")
    with pytest.raises(Stop, match="There is no file"):
        restore(folder("data"), tmp_path / "nothing.tar")
