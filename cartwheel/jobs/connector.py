"""The worker's way to the database."""

from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import utils
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """Asynchronous for the worker itself; Django's own connection for what its tasks defer.

    A task that defers another does so inside its own transaction then: the job exists if, and as
    soon as, what it is about does.
    """

    def __init__(self, django: BaseConnector) -> None:
        super().__init__(kwargs=utils.connector_params(), min_size=1, max_size=4)
        self.django = django

    def get_sync_connector(self) -> BaseConnector:
        return self.django
