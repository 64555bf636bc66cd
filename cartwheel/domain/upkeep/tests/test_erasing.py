"""After erasing, no word about the family is left in any table; the money is as it was."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.ledger.tests.conftest import check_now
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import change_party
from cartwheel.domain.passes.operations import add_pass_type, sell_pass, void_pass
from cartwheel.domain.people.models import Address, Family, Guardian, Note, Student
from cartwheel.domain.people.operations import (
    FamilyErased,
    add_guardian,
    add_note,
    add_student,
    archive_guardian,
    change_family,
    change_student,
    create_family,
    restore_family,
    restore_student,
)
from cartwheel.domain.staff.operations import save_draft
from cartwheel.domain.upkeep.operations import erase_family, merge_families, move_student
from cartwheel.domain.upkeep.refusals import CannotErase, CannotMerge
from cartwheel.domain.upkeep.words import BLACKED, GONE, HARMLESS, HARMLESS_IN
from cartwheel.kernel.tenancy.walls import has_account
from cartwheel.office.appointments.tests.conftest import Lessons

WORDS = ("Quixworth", "Zebulon", "Yolandra", "5559876", "wimbleton", "Marzipan", "Kumquat")


def sold(twins, child, title="Five"):
    """A pass for a child's five lessons."""
    five = add_pass_type(
        location=twins.house.bay,
        title=title,
        holder="student",
        price=0,
        uses=5,
        program=twins.house.parties,
        category=twins.house.category,
        by=twins.by,
    )
    holder = {"family": child.family, "student": child}
    return sell_pass(five, **holder, request_key=uuid4(), **today(twins))


def today(twins):
    return {"on": timezone.localdate(), "now": timezone.now(), "by": twins.by}


@pytest.fixture
def quixworth(twins):
    by = twins.by
    family = create_family(
        first_name="Zebulon",
        last_name="Quixworth",
        phone="+15125559876",
        email="zeb@wimbleton.example",
        portal_password="a long enough phrase",
        by=by,
    )
    child = add_student(family, first_name="Yolandra", last_name="Quixworth", by=by)
    change_student(child, first_name="Yolandra", last_name="Quixworth", nickname="Kumquat", by=by)
    add_note(family, text="Loves Marzipan", by=by)
    Address.objects.create(
        account=family.account, family=family, line1="1 Wimbleton Way", country="US"
    )
    twins.book(family, child, title="Yolandra turns six", contact_name="Zebulon Quixworth")
    twins.pay(1500, family, reference="Quixworth 77")
    post_message(
        to="zeb@wimbleton.example",
        to_name="Zebulon",
        title="Hello Zebulon",
        text="Quixworth",
        kind="x",
        regarding=[family],
        by=by,
    )
    void_pass(sold(twins, child), reason="Yolandra moved", **today(twins))
    staff = twins.otters.staff["Dana"]
    save_draft(staff, form=f"/a/otters/families/{family.pk}/edit/", body="name=Quixworth")
    move_student(
        child, family=twins.again, now=timezone.now(), by=by
    )  # and a second family that becomes part of it
    merge_families(family, others=[twins.again], by=by)
    check_now()
    return family


def grep(account):
    """Every table and key whose row says one of the words."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not has_account(model):
                continue
            table = model._meta.db_table
            cursor.execute(
                f"select id, to_jsonb(t)::text from {table} t where account_id = %s",  # noqa: S608
                [account.pk],
            )
            for key, text in cursor.fetchall():
                text = text if isinstance(text, str) else json.dumps(text)
                said = [word for word in WORDS if word.lower() in text.lower()]
                if said:
                    found.append((table, key, said))
    return found


def test_no_word_is_left_in_any_table_and_every_amount_is(twins, quixworth):
    owed = balance_of(quixworth)
    sums = [list(m.objects.order_by("pk").values_list("pk", "number")) for m in (Charge, Payment)]
    assert len(grep(quixworth.account)) > 20

    erase_family(quixworth, anyway=True, now=timezone.now(), by=twins.by)
    check_now()

    assert grep(quixworth.account) == []
    assert balance_of(quixworth) == owed
    assert sums == [
        list(m.objects.order_by("pk").values_list("pk", "number")) for m in (Charge, Payment)
    ]
    assert str(Family.objects.get(pk=quixworth.pk)) == "Erased"


def test_others_keep_their_words(twins, quixworth):
    people = [
        list(
            model.objects.exclude(family=quixworth)
            .exclude(family=twins.again)
            .order_by("pk")
            .values()
        )
        for model in (Guardian, Student, Note, Party)
    ]

    erase_family(quixworth, anyway=True, now=timezone.now(), by=twins.by)

    assert people == [
        list(
            model.objects.exclude(family=quixworth)
            .exclude(family=twins.again)
            .order_by("pk")
            .values()
        )
        for model in (Guardian, Student, Note, Party)
    ]


def test_what_is_to_come_and_to_pay_comes_first(twins, quixworth):
    with pytest.raises(CannotErase) as refused:
        erase_family(quixworth, now=timezone.now(), by=twins.by)

    assert str(refused.value) == (
        "1 party is still to come. The balance of the family is not settled."
    )


def test_an_erased_family_is_never_written_to_again(twins, quixworth):
    by, now = twins.by, timezone.now()
    guardian, child = quixworth.guardians.first(), quixworth.students.first()

    erased = erase_family(quixworth, anyway=True, now=now, by=by)

    assert erased.erased_at is not None
    for write in (
        lambda: change_family(erased, name="Quixworth", by=by),
        lambda: add_guardian(erased, first_name="Zebulon", by=by),
        lambda: archive_guardian(guardian, by=by),
        lambda: add_student(erased, first_name="Yolandra", by=by),
        lambda: restore_student(child, by=by),
        lambda: add_note(erased, text="Loves Marzipan", by=by),
        lambda: restore_family(erased, by=by),
    ):
        with pytest.raises(FamilyErased):
            write()
    with pytest.raises(CannotMerge):
        merge_families(twins.banerjee, others=[erased], by=by)
    twins.pay(balance_of(erased), erased)
    assert balance_of(erased) == 0
    assert grep(erased.account) == []


def test_nothing_new_is_booked_or_sold_for_an_erased_family(twins, quixworth):
    """Not even from a page that was opened before, on which all is as it was."""
    child = quixworth.students.get(first_name="Yolandra")
    lessons, first = Lessons(twins.otters), Party.objects.get()
    twins.otters.students["Yolandra"] = child

    def news(slot, lesson):
        """What may come of such pages, each about something of its own."""
        at = {"time_slot": twins.otters.slots[slot]}
        others = twins.book(twins.banerjee, twins.tara, on=first.on + timedelta(days=7), **at)
        fields = ("station", "on", "time_slot", "title", "guests", "package")
        hers = {"family": quixworth, "honoree": child, "version": others.version}
        return (
            lambda: twins.book(quixworth, child, **at),
            lambda: twins.book(quixworth, child, on=first.on + timedelta(days=14), charge=0, **at),
            lambda: change_party(
                others,
                **{name: getattr(others, name) for name in fields},
                **hers,
                now=timezone.now(),
                by=twins.by,
            ),
            lambda: lessons.book("Yolandra", lesson),
            lambda: sold(twins, child, title=f"Five for {slot}"),
        )

    morning, afternoon = (
        news(slot, lesson)
        for slot, lesson in zip(("Morning", "Afternoon"), lessons.slots(), strict=False)
    )
    for write in morning:
        write()
    erase_family(quixworth, anyway=True, now=timezone.now(), by=twins.by)
    for write in afternoon:
        with pytest.raises(FamilyErased):
            write()
    assert grep(quixworth.account) == []


def test_the_database_keeps_words_out_of_an_erased_family(twins, quixworth):
    erased = erase_family(quixworth, anyway=True, now=timezone.now(), by=twins.by)
    row = Family.objects.filter(pk=erased.pk)

    for words in ({"name": "Quixworth"}, {"flag_alert": "Zebulon"}, {"archived_at": None}):
        with pytest.raises(IntegrityError, match="erased_family_nameless"), transaction.atomic():
            row.update(**words)


TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)


def reaching():
    """Every model from which foreign keys lead to a family, however far."""
    found = {Family}
    while True:
        more = {
            model
            for model in apps.get_models()
            if has_account(model)
            and model not in found
            and any(f.is_relation and f.related_model in found for f in model._meta.concrete_fields)
        }
        if not more:
            return found
        found |= more


@pytest.mark.parametrize("model", sorted(reaching(), key=lambda m: m._meta.db_table), ids=str)
def test_every_word_about_a_family_is_spoken_for(model):
    table = model._meta.db_table
    if table in GONE:
        return
    known = HARMLESS | HARMLESS_IN.get(table, set()) | set(BLACKED.get(table, ("", "", {}))[2])

    words = {f.column for f in model._meta.concrete_fields if isinstance(f, TEXT)}

    assert words - known == set()
