"""Running a worker until it is told to stop."""

import asyncio
import signal
from contextlib import suppress

import structlog
from procrastinate import App

from cartwheel.jobs.connector import WorkerConnector
from cartwheel.jobs.stalled import retry_stalled

log = structlog.get_logger()

PAUSE_SECONDS = 2.0  # before starting again after losing the database


async def work(app: App, *, concurrency: int) -> None:
    """Work until SIGTERM or SIGINT; then finish what is at hand and return.

    A worker that loses the database ends; here it starts again, so that a restart of PostgreSQL
    needs nobody's help.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        await _one_life(app, stop, concurrency)


async def _one_life(app: App, stop: asyncio.Event, concurrency: int) -> None:
    working = asyncio.create_task(_work_once(app, concurrency))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if stop.is_set():
        working.cancel()
    with suppress(asyncio.CancelledError):
        try:
            await working
        except Exception:
            log.exception("worker_failed")
    if not stop.is_set():
        log.warning("worker_starts_again", seconds=PAUSE_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


async def _work_once(app: App, concurrency: int) -> None:
    connector = WorkerConnector(app.connector)
    with app.replace_connector(connector):
        async with app.open_async():
            await retry_stalled(app)
            log.info("worker_started", concurrency=concurrency)
            await app.run_worker_async(concurrency=concurrency, install_signal_handlers=False)
    log.info("worker_stopped")
