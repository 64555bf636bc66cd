"""The Calendar: what goes on at Otter Bay, and what each person sees of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.appointments.operations import cancel_timeslot
from cartwheel.domain.calendar import permissions
from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.parties.models import Party
from cartwheel.domain.scheduling.operations import add_zone
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.permissions import OFFICE, Level
from cartwheel.office.appointments.tests.conftest import lessons, to
from cartwheel.office.tests.world import World

__all__ = ["lessons"]


@pytest.fixture
def party(otters):
    """Tara's party at noon on a Saturday some weeks ahead, with two hosts."""
    key = World(otters, otters.staff["Olive"]).party(
        hosts=[otters.staff["Marcus"], otters.staff["Jonah"]], charge=False
    )
    return Party.objects.get(pk=key)


def shown(browser, **asked):
    return browser.get(to("calendar"), asked)


def told(page):
    """Each row that shows something, with it: the day, the title and the places."""
    return {
        row.label: [
            (cell.on, slot.entry.title, slot.entry.told)
            for cell in row.cells
            for slot in cell.slots
        ]
        for row in page.context["rows"]
        if any(cell.slots for cell in row.cells)
    }


def only(page):
    """The one row that shows something."""
    (row,) = [row for row in page.context["rows"] if any(cell.slots for cell in row.cells)]
    return row


def on_of(party, otters):
    return party.starts_at.astimezone(otters.bay.zone).date()


def test_a_week_by_room_shows_the_party_at_its_station(otters, dana, party):
    day = on_of(party, otters)

    page = shown(dana, on=day.isoformat())

    assert told(page) == {"Main Gym": [(day, "Tara turns four", "10 guests")]}
    first, last = page.context["days"][0].on, page.context["days"][-1].on
    assert (first.weekday(), last - first) == (6, timedelta(days=6))  # American weeks: from Sunday
    (slot,) = [s for cell in only(page).cells for s in cell.slots]
    assert slot.url == to("party", party.pk)


def test_the_mark_of_what_must_be_signed_stands_beside_each_child(lessons, otters, dana, party):
    slot = lessons.slots()[0]
    lessons.book("Anika", slot)

    def marks(on):
        rows = shown(dana, on=on.isoformat(), span="day").context["rows"]
        slots = [s for row in rows for cell in row.cells for s in cell.slots]
        return {str(c): str(m and m.label) for s in slots for c, m in s.children}

    assert marks(slot.on) == {"Anika Banerjee": "Valid"}
    assert marks(on_of(party, otters)) == {"Tara Banerjee": "None"}  # at parties they jump, too
    page = shown(dana, on=slot.on.isoformat(), span="day").content.decode()
    assert 'data-tone="good"><span class="sr">Waiver: Valid' in page

    Grant.objects.filter(right=paperwork.WAIVERS.key).delete()
    assert marks(slot.on) == {"Anika Banerjee": "None"}


def test_a_free_station_is_shown_and_leads_to_a_party_there(otters, dana, desk_of):
    today = timezone.localdate(timezone=otters.bay.zone)
    pool = otters.stations["Pool Deck"]

    def row(browser, day, **asked):
        rows = {
            row.label: row for row in shown(browser, on=day.isoformat(), **asked).context["rows"]
        }
        return rows.get("Pool Deck")

    (cell,) = row(dana, today, span="day").cells
    assert cell.new_url == f"{to('new-party')}?station={pool.pk}&on={today}"
    (cell,) = row(dana, today - timedelta(days=1), span="day").cells
    assert cell.new_url == ""
    assert row(dana, today, open="1") is None
    assert row(desk_of("Marcus"), today) is None


def test_a_free_zone_leads_to_a_new_appointment_there(otters, olive, dana):
    lane = add_zone(location=otters.bay, name="Lane 9", by=otters.owner)
    today = timezone.localdate(timezone=otters.bay.zone)

    def row(browser):
        rows = shown(browser, on=today.isoformat(), span="day").context["rows"]
        return {row.label: row for row in rows}.get("Lane 9")

    (cell,) = row(olive).cells
    assert cell.new_url == f"{to('new-appointment')}?zone={lane.pk}&starts_on={today}"
    assert row(dana) is None


def test_what_has_not_begun_is_moved_by_who_may(lessons, otters, dana, desk_of, party):
    slot = lessons.slots()[0]
    lessons.book("Anika", slot)

    def moves(browser, day):
        rows = shown(browser, on=day.isoformat(), span="day").context["rows"]
        return [s.move_url for row in rows for cell in row.cells for s in cell.slots]

    assert moves(dana, slot.on) == [to("move-timeslot", slot.pk)]
    assert moves(dana, on_of(party, otters)) == [to("edit-party", party.pk)]
    assert moves(desk_of("Marcus"), slot.on) == [""]


def test_rows_name_the_room_or_the_person_for_the_page_that_moves(lessons, otters, dana):
    day = lessons.slots()[0].on.isoformat()

    def rows(**asked):
        return {row.label: row.to for row in shown(dana, on=day, **asked).context["rows"]}

    assert rows()["Main Gym"] == f"station={otters.stations['Main Gym'].pk}"
    jonah = otters.staff["Jonah"]
    assert rows(by="staff") == {str(jonah): f"instructor={jonah.pk}"}
    assert set(rows(by="program").values()) == {""}


def test_a_party_opens_on_the_day_and_at_the_station_it_was_dragged_to(otters, dana, party):
    pool = otters.stations["Pool Deck"]
    later = on_of(party, otters) + timedelta(days=1)
    address = f"{to('edit-party', party.pk)}?station={pool.pk}&on={later}"

    page = dana.get(address).content.decode()

    assert f'<option value="{pool.pk}" selected' in page
    assert f'value="{later}"' in page


def test_by_staff_it_stands_in_the_row_of_each_host(otters, dana, party):
    rows = told(shown(dana, on=on_of(party, otters).isoformat(), by="staff"))

    assert [(name, len(found)) for name, found in rows.items()] == [
        (str(otters.staff["Jonah"]), 1),
        (str(otters.staff["Marcus"]), 1),
    ]


def test_a_lesson_tells_who_is_in_it_and_what_is_open(lessons, otters, dana):
    first, second = lessons.slots()[:2]
    lessons.book("Mia", first)
    lessons.book("Tara", first)

    full = shown(dana, span="day", on=first.on.isoformat())
    free = shown(dana, span="day", on=second.on.isoformat())

    assert told(full) == {"No room": [(first.on, "Private lesson", "2 of 2 taken")]}
    (slot,) = only(full).cells[0].slots
    assert slot.entry.people == (str(otters.students["Mia"]), str(otters.students["Tara"]))
    assert (slot.is_full, slot.book_url) == (True, "")
    (slot,) = only(free).cells[0].slots
    assert (slot.is_full, slot.book_url) == (False, to("book-appointment", second.pk))


def test_filters_stand_in_the_address_and_narrow(lessons, otters, dana):
    first = lessons.slots()[0]
    lessons.book("Mia", first)
    lessons.book("Tara", first)
    day = first.on.isoformat()

    def count(**asked):
        return shown(dana, span="day", on=day, **asked).context["entries"]

    assert count() == 1
    assert count(kind="appointment") == 1
    assert count(kind="party") == 0
    assert count(open="1") == 0
    assert count(staff=str(otters.staff["Jonah"])) == 1
    assert count(staff="Nobody Here") == 0
    assert b"Nothing fits these filters" in shown(dana, span="day", on=day, open="1").content


def test_canceled_things_are_gone(lessons, otters, dana, party):
    slot = lessons.slots()[0]
    cancel_timeslot(slot, reason="Ill", now=timezone.now(), by=otters.desk)
    Party.objects.filter(pk=party.pk).update(canceled_at=party.created_at)

    assert shown(dana, span="day", on=slot.on.isoformat()).context["entries"] == 0
    assert shown(dana, on=on_of(party, otters).isoformat()).context["entries"] == 0


def test_closed_days_are_named_and_not_booked(lessons, otters, dana):
    slot = lessons.slots()[0]
    schedule = BlackoutSchedule.objects.create(account=otters.account, name="Thanksgiving")
    BlackoutDate.objects.create(
        account=otters.account, schedule=schedule, first_on=slot.on, last_on=slot.on
    )
    assert shown(dana, span="day", on=slot.on.isoformat()).context["days"][0].closed == ""

    otters.account.programs.update(blackout=schedule)
    page = shown(dana, span="day", on=slot.on.isoformat())

    assert page.context["days"][0].closed == "Thanksgiving"
    assert only(page).cells[0].slots[0].book_url == ""
    for span in ("week", "month", "list"):
        assert b"Closed: Thanksgiving" in shown(dana, span=span, on=slot.on.isoformat()).content


def test_a_month_shows_the_first_few_and_leads_to_the_day(lessons, otters, dana):
    slot = lessons.slots()[0]
    page = shown(dana, span="month", on=slot.on.isoformat())
    cells = [cell for row in page.context["rows"] for cell in row.cells]

    assert len(cells) % 7 == 0
    (cell,) = [cell for cell in cells if cell.on == slot.on]
    assert (len(cell.slots), cell.more) == (1, 0)
    assert (f"span=day&on={slot.on}" in cell.url, cell.outside) == (True, False)


def test_one_sees_only_the_kinds_one_may_see(lessons, otters, desk_of, party):
    """Coaches see both and book neither; who holds only the page itself sees nothing on it."""
    day, lesson = on_of(party, otters).isoformat(), lessons.slots()[0].on.isoformat()
    coach, newcomer = desk_of("Marcus"), desk_of("Nia")
    assert shown(coach, on=day).context["entries"] == 1
    (slot,) = only(shown(coach, span="day", on=lesson)).cells[0].slots
    assert (slot.entry.left, slot.book_url) == (2, "")

    assert shown(newcomer, on=day).status_code == 403
    for right in (OFFICE, permissions.PAGE):
        Grant.objects.create(
            account=otters.account, staff=otters.staff["Nia"], right=right.key, level=Level.FULL
        )
    assert shown(newcomer, on=day).context["entries"] == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"span": "decade", "by": "mood", "on": "yesterday"},
        {"on": "9999-12-31", "span": "list"},
        {"on": "1900-01-01", "span": "month"},
        {"kind": "camp", "staff": "\U0001f382", "program": "x" * 3000, "open": "no"},
    ],
)
def test_rubbish_shows_a_calendar_all_the_same(otters, dana, asked):
    assert shown(dana, **asked).status_code == 200


def test_one_page_takes_as_many_statements_for_three_lessons_as_for_one(
    lessons, otters, dana, party, django_assert_max_num_queries
):
    slots = lessons.slots()
    shown(dana)  # what is kept between requests is read once
    counts = []
    for slot in slots[:3]:
        lessons.book("Mia", slot)
        with django_assert_max_num_queries(20) as asked:
            shown(dana, span="list", on=slots[0].on.isoformat())
        counts.append(len(asked))

    assert len(set(counts)) == 1
