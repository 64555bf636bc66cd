from datetime import UTC, datetime, time

import pytest
from django.utils import timezone

from cartwheel.ui import formats


@pytest.mark.parametrize(
    ("cents", "currency", "locale", "text"),
    [
        (123450, "USD", "en_US", "$1,234.50"),
        (-4500, "USD", "en_US", "-$45.00"),
        (1234, "JPY", "en_US", "¥1,234"),
        (1234567, "KWD", "en_US", "KWD1,234.567"),
        (123450, "EUR", "de_DE", "1.234,50\xa0€"),
        (0, "USD", "no such place", "$0.00"),
    ],
)
def test_money_reads_as_the_account_writes_it(cents, currency, locale, text):
    assert formats.money(cents, currency, locale) == text


def test_an_amount_in_a_field_has_no_currency_sign():
    assert formats.plain_money(123450, "USD", "en_US") == "1,234.50"
    assert formats.plain_money(1234, "JPY", "en_US") == "1,234"


def test_times_are_shown_where_the_location_is():
    noon = datetime(2026, 12, 5, 20, 0, tzinfo=UTC)
    with timezone.override("America/Chicago"):
        assert formats.clock(noon, "en_US") == "2:00 PM"
        assert formats.day(noon, "en_US") == "Dec 5, 2026"


def test_hours_say_the_half_of_the_day_once():
    assert formats.hours(time(14), time(15, 30), "en_US") == "2:00 – 3:30 PM"
    assert formats.hours(time(11), time(12, 30), "en_US") == "11:00 AM – 12:30 PM"


def test_hours_across_the_end_of_daylight_saving_show_the_clock_on_the_wall():
    with timezone.override("America/Chicago"):
        start = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 0:30 am, an hour before it is 1 am twice
        end = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
        assert formats.hours(start, end, "en_US") == "12:30 – 2:30 AM"


def test_a_phone_number_is_short_at_home_and_whole_abroad():
    assert formats.phone("+15125550142") == "(512) 555-0142"
    assert formats.phone("+442079460958") == "+44 20 7946 0958"
    assert formats.phone("ask Dana") == "ask Dana"


def test_a_percentage_has_no_idle_zeros():
    assert formats.percent(8.25, "en_US") == "8.25%"
    assert formats.percent(20, "en_US") == "20%"
