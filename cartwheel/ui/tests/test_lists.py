"""The list page over a table of its own: what is on a page, and that nothing typed breaks it."""

import csv
import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext, isolate_apps

from cartwheel.ui.lists import (
    Action,
    BulkAction,
    Choice,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    FlagFilter,
    Letters,
    ListPage,
    Tab,
    write_csv,
    write_xlsx,
)
from cartwheel.ui.lists.rows import rows_html

RILEY = SimpleNamespace(account=SimpleNamespace(currency="USD", locale="en_US"))
NOON = datetime(2026, 12, 5, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def party_model():
    with isolate_apps("cartwheel.ui"):

        class Gala(models.Model):
            title = models.CharField(max_length=80)
            at = models.DateTimeField()
            guests = models.IntegerField(null=True)
            cents = models.BigIntegerField(default=0)

            class Meta:
                app_label = "ui"

            def __str__(self):
                return self.title

    return Gala


@pytest.fixture
def galas(db, party_model):
    with connection.schema_editor() as editor:
        editor.create_model(party_model)
    return party_model.objects


class GalaList(ListPage):
    name = "galas"
    title = "Parties"
    search_label = "Title"
    default_sort = "title"
    per_page = 3
    count_cap = 20
    tabs = (
        Tab("all", "All"),
        Tab("owing", "Owing", Q(cents__gt=0)),
        Tab("past", "Past", sort="-title"),
    )
    columns = (
        Column("title", "Party", sort="title"),
        Column("folded", "Folded", value="title", sort=Lower("title"), shown=False),
        Column("at", "When", kind="moment", sort="at"),
        Column("guests", "Guests", kind="number", sort="guests"),
        Column("balance", "Balance", value="cents", kind="balance", sort=("cents", "title")),
        Column("action", "Action", value=lambda row: "<b>x</b>", export=False),
    )
    filters = (
        ChoiceFilter(
            "size",
            "Size",
            (
                Choice("small", "small", Q(guests__lt=10)),
                Choice("large", "large", Q(guests__gte=10)),
            ),
        ),
        FlagFilter("owing", "Balance", text="owing", condition=Q(cents__gt=0)),
        DateRangeFilter("date", "Date", lookup="at", instants=True),
    )

    def search(self, queryset, text):
        return queryset.filter(title__icontains=text)


def make(galas, count, **given):
    return galas.bulk_create(
        galas.model(
            title=f"Party {n:03}",
            at=NOON + timedelta(hours=n // 2),
            guests=None if n % 5 == 0 else n % 4,
            cents=n % 3 * 100,
            **given,
        )
        for n in range(1, count + 1)
    )


def page(galas, query=""):
    return GalaList(galas.all(), QueryDict(query), RILEY, path="/galas/")


def query_of(url):
    return url.partition("?")[2]


def walk(galas, query, step):
    """The keys on each page, following one link until it ends."""
    seen = []
    for _turn in range(60):
        at = page(galas, query)
        seen.append([row.pk for row in at.rows])
        url = getattr(at, f"{step}_url")
        if not url:
            return seen
        query = query_of(url)
    pytest.fail("the pages never end")


# Pages


def test_few_rows_are_one_page_and_one_statement(galas):
    make(galas, 3)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        at = page(galas)
        assert [row.title for row in at.rows] == ["Party 001", "Party 002", "Party 003"]
        assert (at.pager.count, at.count_text, at.next_url, at.previous_url) == (3, "3", "", "")
    assert len(asked) == 1


def test_pages_have_numbers_as_long_as_somebody_counts(galas):
    make(galas, 20)
    at = page(galas, "page=3")
    assert [row.title for row in at.rows] == ["Party 007", "Party 008", "Party 009"]
    assert [label for label, _url, _now in at.page_links()] == ["1", "2", "3", "4", "…", "7"]
    assert (at.next_url, at.previous_url) == ("/galas/?page=4", "/galas/?page=2")
    assert (at.pager.first_row, at.pager.last_row, at.count_text) == (7, 9, "20")


def test_beyond_the_cap_nobody_counts_and_pages_have_no_numbers(galas):
    make(galas, 21)
    at = page(galas)
    assert not at.pager.numbered
    assert at.count_text == "20+"
    assert at.last_url == "/galas/?last=1"


def test_the_first_page_costs_one_statement_whatever_the_number_of_rows(galas):
    for count in (4, 30):
        galas.all().delete()
        make(galas, count)
        with CaptureQueriesContext(connection) as asked:
            at = page(galas)
            assert (len(at.rows), bool(at.next_url), at.count_text != "") == (3, True, True)
            list(at.table())
        assert len(asked) == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_rows_are_counted_apart_or_on_the_way(galas, monkeypatch, narrow):
    monkeypatch.setattr(GalaList, "is_narrow", narrow)
    monkeypatch.setattr(GalaList, "count_cap", 7)
    assert page(galas).count_text == "0"
    make(galas, 7)
    assert (page(galas).count_text, page(galas, "page=2").count_text) == ("7", "7")
    make(galas, 5)
    assert (page(galas).count_text, len(page(galas).rows)) == ("7+", 3)


ORDERS = ["title", "-title", "at", "-at", "guests", "-guests", "balance", "-balance", "folded"]


@pytest.mark.parametrize("sort", ORDERS)
def test_walking_on_shows_every_row_once_in_order(galas, sort):
    make(galas, 23)
    pages = walk(galas, f"sort={sort}", "next")
    shown = [key for keys in pages for key in keys]
    whole = page(galas, f"sort={sort}").sorted_rows()
    assert shown == [row.pk for row in whole]
    assert [len(keys) for keys in pages] == [3, 3, 3, 3, 3, 3, 3, 2]


@pytest.mark.parametrize("sort", ORDERS)
def test_walking_back_from_the_last_page_shows_every_row_once(galas, sort):
    make(galas, 23)
    pages = walk(galas, f"sort={sort}&last=1", "previous")
    whole = [row.pk for row in page(galas, f"sort={sort}").sorted_rows()]
    assert [key for keys in reversed(pages) for key in keys] == whole
    assert pages[0] == whole[-3:]


def test_rows_that_only_nulls_tell_apart_are_walked_too(galas):
    galas.bulk_create(galas.model(title="x", at=NOON, guests=None) for _n in range(22))
    for sort in ("guests", "-guests"):
        shown = [key for keys in walk(galas, f"sort={sort}", "next") for key in keys]
        assert len(set(shown)) == len(shown) == 22


def test_a_position_is_exact_to_the_microsecond(galas):
    galas.bulk_create(
        galas.model(title="x", at=NOON + timedelta(microseconds=n)) for n in range(22)
    )
    shown = [key for keys in walk(galas, "sort=at", "next") for key in keys]
    assert len(set(shown)) == len(shown) == 22


def test_a_row_that_went_away_does_not_move_the_next_page(galas):
    make(galas, 23)
    first = page(galas)
    following = query_of(first.next_url)
    galas.filter(pk=first.rows[0].pk).delete()
    assert [row.title for row in page(galas, following).rows] == [
        "Party 004",
        "Party 005",
        "Party 006",
    ]


def test_the_next_page_is_found_by_an_index_and_not_by_an_offset(galas):
    make(galas, 23)
    with CaptureQueriesContext(connection) as asked:
        assert len(page(galas, query_of(page(galas).next_url)).rows) == 3
    assert "OFFSET" not in asked[-1]["sql"]
    assert '"title" >= ' in asked[-1]["sql"]


# Whatever an address may hold

GARBAGE = [
    "page=0", "page=-1", "page=abc", "page=999999999999999999999", "page=²", "page=1&page=2",
    "after=x", "before=", "after=%00", "before=eyJ4Ijp0cnVlfQ:x", "after=a:b:c", "last=yes",
    "sort=", "sort=nope", "sort=--title", "sort=pk", "sort=title; drop table", "sort=action",
    "q=%00", "q=%27%22%25_", "q=" + "x" * 5000, "q=%F0%9F%98%80",
    "tab=nope", "size=nope", "size=small&size=nope", "owing=2", "cols=nope",
    "date_from=2026-13-45", "date_to=soon", "date_from=0001-01-01", "date_to=9999-12-31",
    "date_from=2026-12-31&date_to=2026-01-01", "unknown=1", "%FF=%FE",
]  # fmt: skip


@pytest.mark.parametrize("count", [0, 5, 23])
@pytest.mark.parametrize("query", GARBAGE)
def test_no_address_breaks_the_list(galas, query, count):
    make(galas, count)
    at = page(galas, query)
    assert len(list(at.table())) <= 3
    assert [at.url(), at.next_url, at.previous_url, at.last_url, at.chips(), at.count_text]


def test_a_cursor_of_another_order_starts_from_the_beginning(galas):
    make(galas, 23)
    cursor = query_of(page(galas, "sort=at").next_url).replace("sort=at&", "")
    assert [row.title for row in page(galas, cursor).rows] == [
        "Party 001",
        "Party 002",
        "Party 003",
    ]


def test_a_page_beyond_the_last_is_the_last(galas):
    make(galas, 7)
    assert [row.title for row in page(galas, "page=99").rows] == ["Party 007"]


# Filters, tabs, search


def test_a_filter_reads_as_a_sentence_and_can_be_taken_away(galas):
    make(galas, 5)
    at = page(galas, "size=small&size=large&owing=1&q=party&sort=-at")
    assert [(chip.label, chip.text) for chip in at.chips()] == [
        ("Size", "small, large"),
        ("Balance", "owing"),
    ]
    assert at.chips()[1].url == "/galas/?q=party&size=small&size=large&sort=-at"
    assert at.clear_url == "/galas/?sort=-at"


def test_filters_search_and_tab_narrow_together(galas):
    make(galas, 12)
    found = page(galas, "tab=owing&size=small&q=party 00").filtered
    assert sorted(row.title for row in found) == [
        "Party 001", "Party 002", "Party 004", "Party 007", "Party 008",
    ]  # fmt: skip


def test_a_day_lasts_until_midnight_where_the_location_is(galas, settings):
    settings.TIME_ZONE = "America/Chicago"
    midnight = datetime(2026, 12, 6, 6, tzinfo=UTC)
    for title, at in (("late", midnight - timedelta(seconds=1)), ("next day", midnight)):
        galas.create(title=title, at=at)
    assert [row.title for row in page(galas, "date_from=2026-12-05&date_to=2026-12-05").rows] == [
        "late"
    ]


def test_days_the_wrong_way_round_are_turned(galas):
    at = page(galas, "date_from=2026-12-31&date_to=2026-12-01")
    assert [chip.text for chip in at.chips()] == ["Dec 1, 2026 – Dec 31, 2026"]


def test_an_address_holds_only_what_differs_from_the_usual(galas):
    at = page(galas, "q=++a++b+&tab=all&sort=title&size=nope&utm=x&cols=title&page=2")
    assert at.url() == "/galas/?q=a+b&cols=title"


def test_a_sorted_column_turns_when_asked_again(galas):
    heads = {head.column.name: head for head in page(galas, "sort=at").heads()}
    assert (heads["at"].direction, heads["at"].url) == ("ascending", "/galas/?sort=-at")
    assert (heads["title"].direction, heads["title"].url) == ("", "/galas/")
    assert heads["action"].url == ""


def test_a_tab_may_begin_at_its_own_end_and_be_turned(galas):
    rows = [row.pk for row in make(galas, 23)]

    assert [pk for keys in walk(galas, "tab=past", "next") for pk in keys] == rows[::-1]
    at = page(galas, "tab=past")
    assert at.url() == "/galas/?tab=past"
    (title, *_others) = at.heads()
    assert (title.direction, title.url) == ("descending", "/galas/?tab=past&sort=title")
    turned = page(galas, query_of(title.url))
    assert [row.pk for row in turned.rows] == rows[:3]
    assert next(turned.heads()).url == "/galas/?tab=past"
    assert next(url for _label, url, _now in turned.tab_links()) == "/galas/?sort=title"


def test_saved_views_know_when_they_are_shown(galas):
    views = [("Owing", "owing=1"), ("All", "")]
    at = GalaList(galas.all(), "owing=1", RILEY, path="/galas/", views=views)
    assert at.view_links() == [("Owing", "/galas/?owing=1", True), ("All", "/galas/?", False)]


def test_what_is_selected_is_within_what_the_list_shows(galas):
    rows = make(galas, 6)
    at = page(galas, "owing=1")
    ticked = QueryDict("&".join(f"row={row.pk}" for row in rows) + "&row=x&row=" + "9" * 30)
    assert {row.cents for row in at.selected(ticked)} == {100, 200}
    assert at.selected(QueryDict("every=1")).count() == 4
    assert at.selected(QueryDict("")).count() == 0


def test_markup_in_a_row_stays_text(galas):
    galas.create(title="<script>alert(1)</script>", at=NOON)
    (row,) = page(galas).table()
    assert row.cells[0][1] == "&lt;script&gt;alert(1)&lt;/script&gt;"


# Export


def exported(at):
    file = io.BytesIO()
    count = write_csv(at, file)
    text = file.getvalue().decode("utf-8-sig")
    return count, list(csv.reader(io.StringIO(text)))


def test_a_file_holds_every_row_of_the_filter_and_the_columns_on_screen(galas):
    make(galas, 9)
    count, rows = exported(page(galas, "owing=1&cols=balance&cols=title&cols=action&sort=-title"))
    assert count == 6
    assert rows[0] == ["Party", "Balance"]
    assert rows[1:3] == [["Party 008", "2.00"], ["Party 007", "1.00"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(galas, text):
    galas.create(title=text, at=NOON)
    _count, rows = exported(page(galas, "cols=title"))
    assert rows[1] == ["'" + text]


def test_a_negative_amount_is_a_number_and_not_disarmed(galas):
    galas.create(title="x", at=NOON, cents=-4500)
    assert exported(page(galas, "cols=balance"))[1][1] == ["-45.00"]


def test_a_workbook_holds_real_numbers_and_dates(galas):
    galas.create(title="=1+1", at=NOON, guests=None, cents=-4500)
    file = io.BytesIO()
    assert write_xlsx(page(galas), file) == 1
    sheet = openpyxl.load_workbook(file).active
    head, row = sheet.iter_rows(values_only=True)
    assert head == ("Party", "When", "Guests", "Balance")
    assert row == ("=1+1", NOON.replace(tzinfo=None), None, -45)
    assert sheet.cell(2, 1).data_type == "s"


def test_progress_is_told_while_a_long_file_is_written(galas, monkeypatch):
    monkeypatch.setattr("cartwheel.ui.lists.exports.CHUNK", 10)
    make(galas, 25)
    told = []
    write_csv(page(galas), io.BytesIO(), told.append)
    assert told == [10, 20]


# Markup


class MenuList(GalaList):
    def row_actions(self, row):
        return [
            Action("Ledger", "/l?a=1&b=2", icon="receipt"),
            Action("<Delete>", "/d", method="post", tone="danger"),
        ]


def test_a_row_has_a_menu_and_a_box_that_name_the_row(galas):
    galas.create(pk=7, title='Mia & "Leo"', at=NOON)
    at = MenuList(galas.all(), "", RILEY, path="/galas/")
    at.bulk_actions = (BulkAction("Email", "/mail"),)
    html = rows_html(at, "token")
    assert '<tr role="row" id="galas-7">' in html
    assert 'aria-label="Select Mia &amp; &quot;Leo&quot;"' in html
    assert 'aria-label="Actions for Mia &amp; &quot;Leo&quot;"' in html
    assert '<a href="/l?a=1&amp;b=2">' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert "&lt;Delete&gt;" in html


def test_a_row_without_actions_has_no_menu(galas):
    make(galas, 1)
    assert "cw-menu" not in rows_html(page(galas), "token")


# Letters


@pytest.fixture
def lettered(galas):
    class Lettered(ListPage):
        name, title = "galas", "Galas"
        columns = (Column("title", "Gala", sort="title"), Column("noted", "Note"))
        letters = Letters("title")
        default_sort = "title"

        def search(self, queryset, text):
            return queryset.filter(title__icontains=text)

        def prepare(self, rows):
            for row in rows:
                row.noted = f"noted {row.title}"
            return rows

    for title in ("anna", "bert", "billy", "7 dwarfs", "ζωή"):
        galas.create(title=title, at=NOON)
    return lambda query: Lettered(galas.all(), query, RILEY)


@pytest.mark.parametrize(
    ("letter", "titles"),
    [("b", ["bert", "billy"]), ("#", ["7 dwarfs"]), ("other", ["ζωή"]), ("c", [])],
)
def test_a_letter_narrows_the_list(lettered, letter, titles):
    assert [row.title for row in lettered({"letter": letter}).rows] == titles


def test_an_unknown_letter_is_none(lettered):
    assert lettered("letter=ab").state == {}
    assert len(lettered("letter=ab").rows) == 5


def test_letters_end_a_search_and_a_search_ends_the_letter(lettered):
    page = lettered("q=bi&letter=b&sort=-title")

    assert [row.title for row in page.rows] == ["billy"]
    assert page.kept_by_search() == [("sort", "-title")]
    labels = {str(label): url for label, url, _current in page.letter_links()}
    assert labels["A"] == "?letter=a&sort=-title"
    assert labels["All"] == "?sort=-title"


def test_a_file_has_what_the_list_attaches_to_its_rows(lettered):
    file = io.BytesIO()

    assert write_csv(lettered("letter=b"), file) == 2
    assert file.getvalue().decode("utf-8-sig").splitlines() == [
        "Gala,Note",
        "bert,noted bert",
        "billy,noted billy",
    ]
