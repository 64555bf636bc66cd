"""Asking for pages and timing the answers."""

import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

CLIENTS = 2  # as many as the machine has cores to answer them


@dataclass(frozen=True)
class Timing:
    """Seconds that each of many turns took."""

    seconds: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def timed(turns: int, turn: Callable[[int], None]) -> list[float]:
    """How long each turn took, one after the other."""
    seconds = []
    for number in range(turns):
        started = time.perf_counter()
        turn(number)
        seconds.append(time.perf_counter() - started)
    return seconds


def ask(port: int, paths: Sequence[str], cookie: str, *, requests: int) -> Timing:
    """Ask for the paths in turn, from several clients with a connection each."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        each = requests // CLIENTS
        found = pool.map(lambda start: _client(port, paths, cookie, each, start), range(CLIENTS))
        return Timing(list(itertools.chain.from_iterable(found)))


def _client(port: int, paths: Sequence[str], cookie: str, turns: int, start: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def turn(number: int) -> None:
        connection.request("GET", paths[(start + number) % len(paths)], headers={"Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200 or not body:
            raise SystemExit(f"{paths[0]} answered {response.status}")

    try:
        return timed(turns, turn)
    finally:
        connection.close()
