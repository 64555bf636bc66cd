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


@dataclass(frozen=True)
class Ask:
    """One request; with a ``body`` it is a form that is sent, which answers with a redirect."""

    path: str
    body: str | None = None

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    @property
    def welcome(self) -> int:
        return 200 if self.body is None else 302


def ask(port: int, asks: Sequence[Ask], headers: dict[str, str]) -> Timing:
    """Send them all, shared out among several clients with a connection each."""
    shares = [asks[start::CLIENTS] for start in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = pool.map(lambda share: _client(port, share, headers), shares)
        return Timing(list(itertools.chain.from_iterable(found)))


def _client(port: int, asks: Sequence[Ask], headers: dict[str, str]) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def turn(number: int) -> None:
        sent = asks[number]
        form = {"Content-Type": "application/x-www-form-urlencoded"} if sent.body else {}
        connection.request(sent.method, sent.path, sent.body, headers | form)
        response = connection.getresponse()
        response.read()
        if response.status != sent.welcome:
            raise SystemExit(f"{sent.method} {sent.path} answered {response.status}")

    try:
        return timed(len(asks), turn)
    finally:
        connection.close()
