"""The components in a real browser: accessible, in both colors, from phone to desk, by keyboard."""

import re

import pytest
from django.test import override_settings

from cartwheel.ui.tests.axe import violations
from cartwheel.ui.tests.browser import WORN, Pages, complaints, served
from cartwheel.ui.tests.looks import problems, show
from cartwheel.ui.tests.urls import DRAFTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("", "list/", "list/?q=nobody", "form/", "signin/")


@pytest.fixture(scope="module")
def guide(django_db_setup, django_db_blocker, chromium):
    """The address of the styleguide, on one server for all tests: nothing is written there."""
    # chromium first: from then on Django may be used in the thread of its event loop
    own = override_settings(ROOT_URLCONF="cartwheel.ui.tests.urls")
    with django_db_blocker.unblock(), own, served() as address:
        yield f"{address}/styleguide/"


@pytest.fixture
def _django_db_helper(guide):
    """In place of pytest-django's, which empties the database after each test."""


@pytest.fixture
def page(pages):
    DRAFTS.clear()
    with pages.lent() as (page, heard):
        yield page
        said = [*heard]
    assert said == []


STATE = """() => [
  document.cookie.includes('a=1'), localStorage.length, sessionStorage.length, innerWidth,
  matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('print').matches,
]"""


@pytest.fixture
def new_pages(chromium):
    """Pages of which none has been lent yet."""
    pages = Pages(chromium)
    yield pages
    for page, _heard in pages.tidy:
        page.context.close()


def test_a_page_is_lent_until_it_is_worn(new_pages, guide):
    borrowed = []
    for _time in range(WORN + 1):
        with new_pages.lent() as (page, _heard):
            page.goto(guide)
            borrowed.append(page)
    assert set(borrowed[:WORN]) == {borrowed[0]}
    assert (borrowed[0].is_closed(), borrowed[WORN].is_closed()) == (True, False)


def test_a_page_is_lent_again_without_a_past(new_pages, guide):
    clean = [False, 0, 0, 1440, False, False]
    with new_pages.lent(viewport={"width": 390, "height": 844}) as (page, heard):
        page.goto(guide)
        page.evaluate("document.cookie = 'a=1', localStorage.b = sessionStorage.c = 2")
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("console.error('lost')")
        assert page.evaluate(STATE) == [True, 1, 1, 390, True, True]
        assert heard == ["lost"]
        page.context.new_page()

    with new_pages.lent() as (again, heard):
        again.goto(guide)
        assert (again, again.context.pages, heard) == (page, [page], [])
        assert again.evaluate(STATE) == clean
        for other in ({"own": True}, {"has_touch": True}):
            with new_pages.lent(**other) as (own, _heard):
                own.goto(guide)
                assert (own is page, own.evaluate(STATE)) == (False, clean)
            assert own.is_closed()


def test_every_component_is_accessible_and_fits(page, guide):
    page.goto(guide)
    for path in PAGES:
        show(page, f"{guide}{path}", page.request.get(f"{guide}{path}").text())
        assert problems(page) == [], path


def test_what_cannot_be_read_is_found_on_every_page_that_has_it(page, guide):
    """Only colors that were readable are remembered, and only on the ground they stood on."""
    for _time in range(2):
        page.goto(guide)
        assert violations(page) == []
        page.locator("h1").evaluate("title => { title.style.color = 'rgb(200 200 200)' }")
        assert [line.split(":")[0] for line in violations(page)] == ["color-contrast"]
        page.goto(guide)
        page.locator("h1").evaluate("title => { title.style.backgroundColor = 'rgb(60 60 60)' }")
        assert [line.split(":")[0] for line in violations(page)] == ["color-contrast"]


HARD = {
    "target-size": """
        <div id=hard><button>-</button><button>+</button></div>
        #hard button { width: 12px; height: 12px; min-height: 0; padding: 0 }""",
    "target-size under another": """
        <div id=hard><button>Save</button><a href="#main">Over it</a></div>
        #hard button { width: 60px; height: 30px; min-height: 0; display: block; padding: 0 }
        #hard a { display: block; width: 80px; height: 30px; margin: -16px 0 0 -4px }""",
    "scrollable-region-focusable": """
        <div id=hard><p>Far down</p></div>
        #hard { height: 20px; overflow: auto } #hard p { padding-top: 60px }""",
    "link-in-text-block": """
        <p id=hard>All about it is in <a href="#main">the rules of the house</a> as they stand.</p>
        #hard { color: rgb(0 0 0) }
        #hard a { color: rgb(60 0 0); font: inherit; text-decoration: none }""",
}
ADD = """
([html, css]) => {
  document.querySelector('#hard')?.remove();
  document.querySelector('main').insertAdjacentHTML('beforeend', html);
  const styles = new CSSStyleSheet();
  styles.replaceSync(css);
  document.adoptedStyleSheets = [styles];
}
"""


def test_what_is_hard_to_hit_or_to_reach_or_to_tell_is_found(page, guide):
    """Axe is asked only about what the page itself shows to be doubtful."""
    page.goto(f"{guide}form/")
    for what, added in HARD.items():
        html, _, css = added.strip().partition("\n")
        page.evaluate(ADD, [html, css])
        for every_rule in (True, False):
            found = {line.split(":")[0] for line in violations(page, every_rule=every_rule)}
            assert found == {what.split()[0]}, what


def test_a_screen_put_in_the_place_of_another_complains_like_one_that_was_opened(chromium, guide):
    context = chromium.new_context()
    page = context.new_page()
    heard = complaints(page)
    page.goto(guide)
    page.evaluate("stayed = true")
    text = context.request.get(f"{guide}form/").text()
    show(page, f"{guide}form/", text)
    assert (page.url, page.evaluate("stayed"), heard) == (f"{guide}form/", True, [])
    fill(page)  # what is typed is searched for: the scripts work
    show(page, f"{guide}form/", text.replace("</main>", '<p style="color: red">x</p></main>'))
    assert [line[:29] for line in heard] == ["Applying inline style violate"]
    show(page, f"{guide}list/", text.replace("</main>", "<script>stayed = 1</script></main>"))
    page.get_by_role("searchbox").wait_for()
    assert page.evaluate("'stayed' in window") is False  # opened anew
    context.close()


def test_what_opens_is_accessible_too(page, guide):
    page.goto(f"{guide}list/?owing=1")
    found = {}
    for name in ("Filters", "Columns", "Views", "Export", "Actions for Noor turns 4"):
        page.get_by_role("button", name=name).click()
        found[name] = problems(page, ".menu:popover-open")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="account menu").click()
    found["account menu"] = problems(page, "#profile-menu")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert page.locator("#keys").is_visible()
    found["keys"] = problems(page, "#keys")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_drawer_leads_where_the_toolbar_does(page, guide):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(guide)
    page.get_by_role("button", name="Menu", exact=True).click()
    assert violations(page) == []
    page.locator("#drawer").get_by_role("link", name="Form").click()
    assert page.url == f"{guide}form/"


# The list


def test_searching_keeps_the_focus_and_the_address(page, guide):
    page.goto(f"{guide}list/")
    page.keyboard.press("/")
    page.keyboard.type("noor", delay=20)
    page.wait_for_url("**/list/?q=noor")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.get_by_role("status").filter(has_text="rows found").inner_text() == "7 rows found"
    page.reload()
    assert page.locator("tbody tr").count() == 7


def test_a_filter_is_a_chip_that_can_be_taken_away_and_come_back_to(page, guide):
    page.goto(f"{guide}list/")
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Banerjee").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/list/?family=Banerjee")
    assert page.locator(".menu:popover-open").count() == 0
    page.get_by_role("link", name="Remove filter Family Banerjee").click()
    page.wait_for_url("**/list/")
    page.go_back()
    page.get_by_role("link", name="Remove filter Family Banerjee").wait_for()


def test_the_page_number_keeps_the_focus(page, guide):
    page.goto(f"{guide}list/")
    page.get_by_role("link", name="Page 3").click()
    page.wait_for_url("**/?page=3")
    page.locator("[aria-current=page]", has_text="3").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "3"


def test_ticked_rows_are_counted_and_do_not_pass_to_other_rows(page, guide):
    page.goto(f"{guide}list/")
    page.get_by_label("Select all on this page").check()
    assert page.locator("[data-count]").inner_text() == "12 selected"
    page.get_by_label("All that match, on every page").check()
    page.get_by_role("link", name="Page 2").click()
    page.wait_for_url("**/?page=2")
    page.locator("#samples-20").wait_for()
    assert page.locator("[name=row]:checked").count() == 0
    assert page.locator(".bulk").is_hidden()


def test_shift_ticks_a_range(page, guide):
    page.goto(f"{guide}list/")
    page.get_by_label("Select Noor turns 4").click()
    page.get_by_label("Select Juliette turns 7").click(modifiers=["Shift"])
    assert page.locator("[data-count]").inner_text() == "4 selected"


def test_the_list_works_without_script(chromium, guide):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guide}list/")
    page.get_by_role("searchbox").fill("noor")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(re.compile(r"q=noor"))
    assert page.locator("tbody tr").count() == 7
    page.get_by_role("link", name="Guests").click()
    assert page.locator("th[aria-sort=ascending]").inner_text() == "Guests"
    context.close()


# Forms


def fill(page, **more):
    page.get_by_label("Party title").fill("Mia turns 7")
    page.get_by_label("Station").select_option("1")
    page.get_by_label("Date").fill("2026-12-05")
    page.get_by_label("Deposit").fill("100")
    page.get_by_label("Classic Flip").check()
    page.get_by_role("combobox", name="Family").press_sequentially("baner", delay=10)
    page.get_by_role("option", name="Banerjee").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_a_refused_form_shows_its_reasons_and_keeps_what_was_typed(page, guide):
    page.goto(f"{guide}form/")
    fill(page)
    page.get_by_label("Number of guests").fill("40")
    page.get_by_role("button", name="Save booking").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.matches('.errors')")
    assert violations(page) == []
    page.get_by_role("link", name="Number of guests").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_guests"
    assert page.get_by_role("combobox", name="Family").input_value() == "Banerjee"
    assert page.locator("#id_family").input_value() == "2"


def test_a_form_is_filled_and_sent_by_keyboard_alone(page, guide):
    page.goto(f"{guide}form/")
    fill(page)
    page.get_by_role("button", name="Save booking").press("Enter")
    page.wait_for_url(guide)


def test_a_name_that_was_changed_is_no_longer_chosen(page, guide):
    page.goto(f"{guide}form/")
    fill(page)
    page.get_by_role("combobox", name="Family").press_sequentially("x")
    assert page.locator("#id_family").input_value() == ""


def token_of(page):
    """What tells the drafts of this page from one that another left behind as it closed."""
    return page.locator("main [name=csrfmiddlewaretoken]").first.input_value()


def drafts(token):
    return [draft for draft in DRAFTS if draft["csrfmiddlewaretoken"] == token]


def test_a_draft_is_saved_when_typing_pauses_and_when_the_page_is_left(page, guide):
    page.goto(f"{guide}form/")
    token = token_of(page)
    page.get_by_label("Party title").fill("Mia")
    page.get_by_text("Draft saved").wait_for()
    assert [(draft["form"], draft["title"]) for draft in drafts(token)] == [("sample", "Mia")]
    page.get_by_label("Party title").fill("Mia turns 7")
    page.goto(guide)
    page.wait_for_timeout(300)
    assert [draft["title"] for draft in drafts(token)] == ["Mia", "Mia turns 7"]


def test_a_sent_form_leaves_no_draft_behind(page, guide):
    page.goto(f"{guide}form/")
    token = token_of(page)
    fill(page)
    page.get_by_role("button", name="Save booking").click()
    page.wait_for_url(guide)
    page.wait_for_timeout(1800)
    assert drafts(token) == []


def test_a_stepper_steps_within_its_limits(page, guide):
    page.goto(guide)
    count = page.get_by_label("Bouquets", exact=True)
    page.get_by_role("button", name="Fewer bouquets").click()
    assert count.input_value() == "0"
    page.get_by_role("button", name="More bouquets").click()
    assert count.input_value() == "1"


# Keys and trouble


def test_single_keys_work_and_can_be_switched_off(page, guide):
    page.goto(f"{guide}list/")
    page.keyboard.press("?")
    page.get_by_label("Use the single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("?")
    assert page.url == f"{guide}list/"
    assert page.locator("#keys").is_hidden()


def test_a_key_is_a_letter_while_somebody_types(page, guide):
    page.goto(f"{guide}list/")
    page.get_by_role("searchbox").press_sequentially("n/?")
    assert page.get_by_role("searchbox").input_value() == "n/?"
    assert page.url.startswith(f"{guide}list/")


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "That did not work"), (403, "You may not do that"), (404, "no longer there")],
)
def test_trouble_is_told_in_words_and_the_page_stays(chromium, guide, status, words):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{guide}list/")
    page.route("**/list/?tab=past", lambda route: route.fulfill(status=status, body="<h1>Oh</h1>"))
    page.get_by_role("link", name="Past").click()
    page.get_by_text(words).wait_for()
    assert page.locator("tbody tr").count() == 12
    context.close()


def test_a_lost_connection_is_told_in_words(chromium, guide):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{guide}list/")
    context.set_offline(True)
    page.get_by_role("link", name="Past").click()
    page.get_by_text("No connection").wait_for()
    context.close()


def test_a_list_prints_without_its_furniture(page, guide):
    page.goto(f"{guide}list/")
    page.emulate_media(media="print")
    for part in (".topbar", ".dock", ".list-tools", ".btn", ".toasts"):
        assert page.locator(part).first.is_hidden()
    assert page.locator("thead").is_visible()
