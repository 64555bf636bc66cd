"""Settings: blackout schedules."""

from datetime import date

import pytest
from django.urls import reverse

from cartwheel.domain.catalog.operations import Days, add_blackout_schedule


def to(name, *args):
    return reverse(f"office:{name}", args=["otters", *args])


def days_of(schedule):
    return [(each.first_on, each.last_on, each.reason) for each in schedule.dates.all()]


def test_days_are_rows_and_the_programs_follow(otters, olive):
    program = otters.account.programs.get()
    typed = {"name": "Holidays", "effect": "both", "programs": [program.pk]}
    typed |= {"first_on_0": "2026-12-24", "last_on_0": "2026-12-26", "reason_0": "Christmas"}

    olive.post(to("new-blackout-schedule"), typed | {"first_on_2": "2027-01-01"})

    schedule = otters.account.blackout_schedules.get()
    assert days_of(schedule) == [
        (date(2026, 12, 24), date(2026, 12, 26), "Christmas"),
        (date(2027, 1, 1), date(2027, 1, 1), ""),
    ]
    assert list(schedule.programs.all()) == [program]
    page = olive.get(to("edit-blackout-schedule", schedule.pk)).text
    assert ('value="2026-12-24"' in page, 'name="first_on_4"' in page) == (True, True)
    assert "2 entries" in olive.get(to("money-settings")).text


def test_a_program_that_is_not_chosen_any_more_follows_no_longer(otters, olive):
    program = otters.account.programs.get()
    schedule = add_blackout_schedule(
        name="Holidays",
        effect="both",
        days=[Days(date(2026, 12, 24), date(2026, 12, 24))],
        programs=[program],
        by=otters.owner,
    )
    typed = {"name": "Holidays", "effect": "billing", "version": 1}

    olive.post(to("edit-blackout-schedule", schedule.pk), typed)
    stale = olive.post(to("edit-blackout-schedule", schedule.pk), typed)

    program.refresh_from_db()
    assert (program.blackout, days_of(schedule)) == (None, [])
    assert (stale.status_code, "Somebody changed this" in stale.text) == (422, True)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": ""}, "This field is required."),
        ({"last_on_0": "2026-12-24"}, "Enter the first day."),
        (
            {"first_on_0": "2026-12-24", "last_on_0": "2026-12-23"},
            "The last day comes before the first.",
        ),
        ({"programs": ["7777777"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(otters, olive, typed, why):
    sent = {"name": "Holidays", "effect": "both"} | typed

    answer = olive.post(to("new-blackout-schedule"), sent)

    assert (answer.status_code, why in answer.text) == (422, True)
    assert otters.account.blackout_schedules.count() == 0


def test_an_archived_one_is_restored(otters, olive):
    schedule = add_blackout_schedule(name="Holidays", effect="closures", by=otters.owner)

    for archived in (True, False):
        olive.post(to("archive-blackout-schedule", schedule.pk))
        schedule.refresh_from_db()
        assert (schedule.archived_at is not None) is archived
