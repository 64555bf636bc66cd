"""The whole run."""

import sys

from django.conf import settings
from django.core.management import call_command

from bench.importing import importing
from bench.measuring import headers_of, measure
from bench.merging import merging, searching
from bench.report import machine, table
from bench.scenarios import scenarios
from bench.schedule import charging, scheduling
from bench.server import serving
from bench.world import prepare


def run(families: int, accounts: int, *, requests: int, only: str = "") -> str:
    """Measure what has ``only`` in its name (all, for ""); the table with a line about where."""
    call_command("migrate", verbosity=0)
    if not settings.STATIC_ROOT.exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    world = prepare(families, accounts)
    headers = headers_of(world)
    wanted = [s for s in scenarios(world) if only.lower() in s.name.lower()]
    with serving() as port:
        results = []
        for scenario in wanted:
            results.append(measure(scenario, world, port, headers, requests))
            print(f"{scenario.name}: {results[-1].ratio:.2f}", file=sys.stderr, flush=True)
    told = [machine(families), table(results)]
    if only.lower() in "import of customers":
        told.append(importing())
    if only.lower() in "merge of families":
        told += [merging(), searching(world.account)]
    if only.lower() in "schedule of appointments":
        told += [*scheduling(), charging()]
    return "\n\n".join(told)
