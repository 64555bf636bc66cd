"""A whole account leaves, and arrives elsewhere the same."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.activity.models import Change, Event
from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import CustomField, Family, PortalLogin, Student
from cartwheel.domain.people.queries import search_families
from cartwheel.domain.upkeep.archives import tables
from cartwheel.domain.upkeep.archives.packing import pack
from cartwheel.domain.upkeep.archives.unpacking import unpack
from cartwheel.domain.upkeep.models import ImportMapping
from cartwheel.domain.upkeep.operations import export_account, restore_account
from cartwheel.domain.upkeep.tasks import export_account_file, restore_account_file
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant
from cartwheel.kernel.tenancy.tests.neighbors import open_neighbor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def nobody(_number):
    pass


def packed(account):
    file = io.BytesIO()
    with tenant(account.pk):
        pack(account, file, at=timezone.now(), of=nobody, done=nobody)
    file.seek(0)
    return file


def unpacked(file, slug="new"):
    account = open_account(slug=slug, name="New")
    with tenant(account.pk):
        unpack(account, file, of=nobody, done=nobody)
    return account


def counts(account):
    with tenant(account.pk):
        return {m._meta.label: m._default_manager.count() for m in tables.restored()}


def balances(account):
    with tenant(account.pk):
        families = Family.objects.order_by("sort_name", "pk")
        return [(family.name, balance_of(family)) for family in families]


@pytest.fixture
def neighbor(db):
    """A business in which everything that can be kept is kept once."""
    return open_neighbor("oak")


def passes(account):
    with tenant(account.pk):
        return [(held.number, held.uses, held.used) for held in Pass.objects.order_by("number")]


def test_everything_arrives_with_the_same_counts_and_balances(neighbor):
    there = unpacked(packed(neighbor))

    assert counts(there) == counts(neighbor)
    assert balances(there) == balances(neighbor)
    assert passes(there) == passes(neighbor) == [(1001, 5, 1)]


def test_the_cast_of_the_demo_arrives_the_same(otters):
    here = otters.account
    with tenant(here.pk):
        own = CustomField.objects.create(account=here, about="family", name="Pet", kind="text")
        family = otters.families["Banerjee"]
        family.custom = {str(own.pk): "an otter"}
        family.save()
        mia = otters.students["Mia"]
        mia.photo = default_storage.save("photos/mia.jpg", ContentFile(b"picture"))
        mia.save()

    there = unpacked(packed(here))

    assert counts(there) == counts(here)
    assert balances(there) == balances(here)
    with tenant(there.pk):
        [found] = search_families(there, "Banerjee")
        assert found.custom == {str(CustomField.objects.get().pk): "an otter"}
        assert CustomField.objects.get().pk != own.pk
        photo = Student.objects.get(first_name="Mia").photo
        assert photo != mia.photo
        assert default_storage.open(photo).read() == b"picture"
        told = [event.verb for event in history_of(found)]
        event = history_of(found).last()
        assert event.actor_id in there.staff.values_list("pk", flat=True)
    assert told == [event.verb for event in history_of_in(here, "Banerjee")]


def test_both_ends_count_the_same_rows(otters):
    ImportMapping.objects.create(account=otters.account, name="Old program")
    file = io.BytesIO()

    told = pack(otters.account, file, at=timezone.now(), of=nobody, done=nobody)

    there = open_account(slug="new", name="New")
    with tenant(there.pk):
        assert unpack(there, file, of=nobody, done=nobody) == told.rows
    assert told.to_read == 1


def history_of_in(account, name):
    with tenant(account.pk):
        return list(history_of(Family.objects.get(name=name)))


def test_bringing_in_writes_no_history_of_its_own(neighbor):
    there = unpacked(packed(neighbor))

    with tenant(neighbor.pk):
        before = (Event.objects.count(), Change.objects.count())
    with tenant(there.pk):
        assert (Event.objects.count(), Change.objects.count()) == before


def test_what_is_here_already_is_used_where_it_says_the_same(neighbor):
    file = packed(neighbor)
    account = open_account(slug="new", name="New")
    with tenant(account.pk):
        add_location(name="MAIN STREET", timezone="America/Denver", by=Actor.system(account))
        unpack(account, file, of=nobody, done=nobody)
        assert [place.name for place in account.locations.all()] == ["MAIN STREET"]
    assert counts(account)["accounts.Location"] == 1


def test_no_secret_leaves(neighbor):
    PortalLogin.objects.update(second_step="KVKFKRCPNZQUYMLX")
    archive = zipfile.ZipFile(packed(neighbor))

    with archive.open("data/people_portallogin.csv") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file)))
    assert [(row["password"], row["second_step"]) for row in rows] == [("", "")]
    assert "data/people_portalcode.csv" not in archive.namelist()
    assert "argon2" not in "".join(
        archive.read(name).decode("utf-8", "replace")
        for name in archive.namelist()
        if name.startswith("data/") and "change" not in name
    )


def test_every_table_and_column_is_described(neighbor):
    archive = zipfile.ZipFile(packed(neighbor))

    told = json.loads(archive.read("schema.json"))
    for table in told["tables"]:
        with archive.open(table["file"]) as file:
            rows = list(csv.reader(io.TextIOWrapper(file, "utf-8")))
        assert rows[0] == [column["name"] for column in table["columns"]]
        assert len(rows) - 1 == table["rows"]
    assert "ledger_posting.csv" in archive.read("README.txt").decode()
    assert any(name.startswith("waivers/") for name in archive.namelist())


def test_only_an_empty_account_is_filled(neighbor):
    file = packed(neighbor)

    with tenant(neighbor.pk), pytest.raises(Refused, match="has customers already"):
        unpack(neighbor, file, of=nobody, done=nobody)


def rewritten(file, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("schema.json", lambda _: b"{}", "no whole account"),
        ("schema.json", lambda d: d.replace(b'"format": 1', b'"format": 9'), "another version"),
        ("schema.json", lambda d: d.replace(b'"USD"', b'"EUR"'), "counts in EUR"),
        ("data/people_family.csv", lambda d: d.replace(b"sort_name", b"nonsense"), "other columns"),
        ("data/ledger_posting.csv", lambda d: d.replace(b"5000", b"5001"), "contradicts itself"),
        ("data/people_student.csv", lambda d: d.replace(b"Tara", b'"Ta'), "contradicts itself"),
    ],
)
def test_a_file_that_was_tampered_with_brings_nothing_in(neighbor, name, change, sentence):
    file = rewritten(packed(neighbor), name, change)

    with pytest.raises(Refused, match=sentence):
        unpacked(file)


def test_rubbish_is_refused(db):
    with pytest.raises(Refused, match="no whole account"):
        unpacked(io.BytesIO(b"PK\x03\x04 rubbish"))


def test_a_row_cannot_take_a_file_of_another_account(neighbor):
    secret = default_storage.save("accounts/1/secret.txt", ContentFile(b"theirs"))
    with tenant(neighbor.pk):
        Student.objects.update(photo="gone.jpg")
    file = rewritten(
        packed(neighbor),
        "data/people_student.csv",
        lambda data: data.replace(b"gone.jpg", secret.encode()),
    )

    there = unpacked(file)
    with tenant(there.pk):
        assert Student.objects.get().photo == ""


def test_the_command_fills_an_account_and_says_why_it_does_not(neighbor, tmp_path):
    file = tmp_path / "oak.zip"
    file.write_bytes(packed(neighbor).read())
    open_account(slug="new", name="New")
    said = io.StringIO()

    call_command("import_account", str(file), account="new", stdout=said)
    assert said.getvalue().endswith("rows came into New.\n")
    with pytest.raises(CommandError, match="has customers already"):
        call_command("import_account", str(file), account="new")
    with pytest.raises(CommandError, match="no account at"):
        call_command("import_account", str(file), account="nowhere")


def test_the_tasks_write_the_file_and_bring_it_in(otters):
    with tenant(otters.account.pk):
        task = export_account(by=otters.owner)
        export_account_file(account_id=otters.account.pk, task_id=task.pk)
        [stored] = default_storage.listdir(f"tasks/{timezone.now():%Y/%m}")[1]
        file = default_storage.open(f"tasks/{timezone.now():%Y/%m}/{stored}")
    there = open_account(slug="new", name="New")
    with tenant(there.pk):
        by = Actor.system(there)
        task = restore_account(file=file, name="otters.zip", size=file.size, by=by)
        [sent] = default_storage.listdir(f"accounts/{there.pk}/imports")[1]
        restore_account_file(
            account_id=there.pk,
            task_id=task.pk,
            stored=f"accounts/{there.pk}/imports/{sent}",
            name="otters.zip",
        )
        assert Event.objects.filter(verb="account.restored").count() == 1
    assert balances(there) == balances(otters.account)
    assert not default_storage.exists(f"accounts/{there.pk}/imports/{sent}")
