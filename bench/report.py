"""The table of what was measured."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path

from django.db import connection

from bench.measuring import Result

START, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEAD = (
    "| what | SQL | p50 | p95 | bare p50 | bare p95 | ratio of p95 | goal | |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
)


def table(results: Iterable[Result]) -> str:
    return "\n".join([HEAD, *(_line(result) for result in results)])


def _line(result: Result) -> str:
    times = (result.mine.p50, result.mine.p95, result.bare.p50, result.bare.p95)
    cells = [
        result.name,
        "" if result.statements is None else str(result.statements),
        *(f"{seconds * 1000:.1f} ms" for seconds in times),
        f"{result.ratio:.2f}",
        "" if result.most is None else f"{result.most:g}",
        "" if result.most is None else "met" if result.met else "**missed**",
    ]
    return f"| {' | '.join(cells)} |"


def machine(families: int) -> str:
    """On what it was measured, in a sentence."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        (version,) = cursor.fetchone()
    return (
        f"{families:,} families, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"PostgreSQL {version.split()[0]}, the load on the same machine."
    )


def write(path: Path, text: str) -> None:
    """Put the text between the marks of the page, or make a page of it."""
    marked = f"{START}\n{text}\n{END}"
    if path.exists() and START in path.read_text():
        before, _mark, rest = path.read_text().partition(START)
        path.write_text(before + marked + rest.partition(END)[2])
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Performance\n\n{marked}\n")
