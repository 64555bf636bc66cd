"""Measuring two things in turn: A B A B A B, and the median of the three ratios."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import Ask, Timing, ask
from bench.scenario import Scenario
from bench.world import World

PAIRS = 3
DIFFERENT = 10  # requests of each kind whose statements are counted
FORM = "application/x-www-form-urlencoded"
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Result:
    """One line of the table. Times are those of the median pair."""

    name: str
    mine: Timing
    bare: Timing
    ratio: float
    most: float | None
    statements: int | None = None

    @property
    def met(self) -> bool:
        return self.most is None or self.ratio <= self.most


def in_turn(
    name: str, mine: Callable[[], Timing], bare: Callable[[], Timing], most: float | None
) -> Result:
    """Run both three times in turn, after once to warm up, and compare their 95th percentiles."""
    mine(), bare()
    pairs = [(mine(), bare()) for _ in range(PAIRS)]
    ratios = sorted((a.p95 / b.p95, n) for n, (a, b) in enumerate(pairs))
    ratio, middle = ratios[PAIRS // 2]
    return Result(name, *pairs[middle], ratio, most)


def statements_of(world: World, asked: Ask) -> int:
    """The SQL statements of a screen, for somebody who has been here a moment ago.

    Those that begin and end the transaction are not counted: a bare view has them, too.
    """
    browser = signed_in(world)
    browser.get("/a/bench/")
    with CaptureQueriesContext(connection) as seen:
        response = browser.generic(asked.method, asked.path, asked.body or "", FORM)
        assert response.status_code == asked.welcome, response.status_code
    return len([query for query in seen if not query["sql"].startswith(TRANSACTION)])


def signed_in(world: World) -> Client:
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(world.user)
    return browser


def headers_of(world: World) -> dict[str, str]:
    """What a signed-in browser sends with each request, forms included."""
    browser = signed_in(world)
    token = get_token_of(browser)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    return {"Cookie": cookies, "X-CSRFToken": token}


def get_token_of(browser: Client) -> str:
    browser.get("/a/bench/families/new/")
    return str(browser.cookies["csrftoken"].value)


def measure(
    scenario: Scenario, world: World, port: int, headers: dict[str, str], requests: int
) -> Result:
    result = in_turn(
        scenario.name,
        lambda: ask(port, scenario.mine(requests), headers),
        lambda: ask(port, scenario.bare(requests), headers),
        scenario.most,
    )
    count = max(statements_of(world, asked) for asked in scenario.mine(DIFFERENT))
    return replace(result, statements=count)
