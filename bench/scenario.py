"""What a scenario is: many requests of the product, and as many of something bare."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

from bench.load import Ask


@dataclass(frozen=True)
class Scenario:
    """``mine`` and ``bare`` give as many requests as asked for; ``most`` is the goal, or None."""

    name: str
    mine: Callable[[int], list[Ask]]
    bare: Callable[[int], list[Ask]]
    most: float | None = 2.0


def pages(name: str, mine: list[str], bare: list[str], *, most: float | None = 2.0) -> Scenario:
    """Addresses asked for in turn, over and over."""
    return Scenario(name, _over_and_over(mine), _over_and_over(bare), most=most)


def _over_and_over(paths: list[str]) -> Callable[[int], list[Ask]]:
    return lambda count: [Ask(path) for path in islice(cycle(paths), count)]
