"""Measuring two things in turn: A B A B A B, and the median of the three ratios."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import Timing, ask
from bench.scenarios import Scenario
from bench.world import World

PAIRS = 3
REQUESTS = 300


@dataclass(frozen=True)
class Result:
    """One line of the table. Times are those of the median pair."""

    name: str
    mine: Timing
    bare: Timing
    ratio: float
    most: float
    statements: int | None = None

    @property
    def met(self) -> bool:
        return self.ratio <= self.most


def in_turn(
    name: str, mine: Callable[[], Timing], bare: Callable[[], Timing], most: float
) -> Result:
    """Run both three times in turn, after once to warm up, and compare their 95th percentiles."""
    mine(), bare()
    pairs = [(mine(), bare()) for _ in range(PAIRS)]
    ratios = sorted((a.p95 / b.p95, n) for n, (a, b) in enumerate(pairs))
    ratio, middle = ratios[PAIRS // 2]
    return Result(name, *pairs[middle], statistics.median([ratio]), most)


def statements_of(world: World, path: str) -> int:
    """How many SQL statements the screen takes, for somebody who has been here a moment ago."""
    browser = signed_in(world)
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def cookie_of(world: World) -> str:
    cookies = signed_in(world).cookies
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


def signed_in(world: World) -> Client:
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(world.user)
    return browser


def measure(scenario: Scenario, world: World, port: int, cookie: str) -> Result:
    result = in_turn(
        scenario.name,
        lambda: ask(port, scenario.paths, cookie, requests=REQUESTS),
        lambda: ask(port, scenario.bare, cookie, requests=REQUESTS),
        scenario.most,
    )
    count = max(statements_of(world, path) for path in scenario.paths)
    return Result(result.name, result.mine, result.bare, result.ratio, result.most, count)
