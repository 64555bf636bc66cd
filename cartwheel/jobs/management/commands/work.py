"""``manage.py work``: run the jobs of the queue."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from cartwheel.jobs.app import CONCURRENCY
from cartwheel.jobs.worker import work


class Command(BaseCommand):
    help = "Run jobs until told to stop: mail, exports, whatever the clock asks for."
    requires_system_checks = ()  # they are about pages, which a worker does not serve

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--concurrency",
            type=int,
            default=CONCURRENCY,
            help="how many jobs at a time (default: %(default)s); each needs a connection",
        )

    def handle(self, *args: Any, concurrency: int, **options: Any) -> None:
        asyncio.run(work(app, concurrency=concurrency))
