"""Django's PostgreSQL backend, telling each new transaction whom it works for."""

from django.db.backends.postgresql import base

from cartwheel.kernel import tenancy


class DatabaseWrapper(base.DatabaseWrapper):
    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            tenancy.push(self.connection)
