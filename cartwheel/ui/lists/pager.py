"""Which rows of a list are on the page, and which pages there are.

The first page comes in one statement, with the number of all rows. As long as there are at most
``cap`` of them, pages have numbers; offsets that small cost nothing. Beyond that nobody counts, and
pages are reached from the one at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Window
from django.db.models.expressions import RawSQL

from cartwheel.ui.lists.keyset import Order


class Pager:
    """The rows at one position. Asks the database at most twice."""

    def __init__(
        self,
        queryset: QuerySet,
        order: Order,
        salt: str,
        size: int,
        cap: int,
        position: dict[str, str],
        *,
        narrow: bool = False,
    ) -> None:
        """``narrow``: every row is read anyway, to be sorted, so all are counted on the way."""
        self.order, self.salt, self.size, self.cap = order, salt, size, cap
        self.narrow = narrow
        self.unsorted = queryset
        self.queryset = order.annotate(queryset)
        self.position = position

    @cached_property
    def backward(self) -> bool:
        """Whether the rows are fetched from their end: the page before one, or the last."""
        return bool(self.cursor and self.cursor[0] == "before") or self.at_last

    @cached_property
    def cursor(self) -> tuple[str, list[Any]] | None:
        for name in ("after", "before"):
            values = self.order.values(self.queryset, self.position.get(name, ""), self.salt)
            if values is not None:
                return name, values
        return None

    @cached_property
    def at_last(self) -> bool:
        return not self.cursor and self.position.get("last") == "1"

    @cached_property
    def count(self) -> int:
        """The number of rows, or one more than the cap."""
        if not self.position:  # the first page was told with its rows
            return min(self.fetched[0].rows_in_all, self.cap + 1) if self.fetched else 0
        if self._counting is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"select {self._counting[0]}", self._counting[1])
            return int(cursor.fetchone()[0])

    @cached_property
    def _counting(self) -> tuple[str, tuple[Any, ...]] | None:
        """What counts the rows, in SQL: the ORM would think about it for longer than it takes.

        None where a filter lets no row through, whatever there is.
        """
        rows = self.unsorted.order_by().values("pk")[: self.cap + 1]
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return None
        return f"(select count(*) from ({sql}) found)", params  # noqa: S608  its own SQL

    @cached_property
    def numbered(self) -> bool:
        return self.count <= self.cap and not self.cursor

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @cached_property
    def number(self) -> int:
        """The page at hand, where pages have numbers; a number beyond the last is the last."""
        if self.at_last:
            return self.pages
        asked = self.position.get("page", "")
        known = asked.isascii() and asked.isdigit() and len(asked) < 9
        return min(max(1, int(asked)), self.pages) if known else 1

    @cached_property
    def fetched(self) -> list[Any]:
        """The rows, and one more in the direction of walking when there is one."""
        found = self.order.sorted(self.queryset, backward=self.backward)
        if self.cursor:
            found = self.order.beyond(found, self.cursor[1], backward=self.backward)
        if not self.position and self._counting is not None:
            apart = RawSQL(*self._counting)  # noqa: S611  its own SQL
            found = found.annotate(rows_in_all=Window(Count("*")) if self.narrow else apart)
        return list(found[: self.size + 1])

    @cached_property
    def rows(self) -> list[Any]:
        if not self.position or self.cursor:
            return self._walked
        if self.count > self.cap:
            return self._walked
        start = (self.number - 1) * self.size
        return list(self.order.sorted(self.queryset)[start : start + self.size])

    @property
    def _walked(self) -> list[Any]:
        rows = self.fetched[: self.size]
        return rows[::-1] if self.backward else rows

    @property
    def has_next(self) -> bool:
        if self.numbered:
            return self.number < self.pages
        if self.backward:
            return not self.at_last
        return len(self.fetched) > self.size

    @property
    def has_previous(self) -> bool:
        if self.numbered:
            return self.number > 1
        return len(self.fetched) > self.size if self.backward else self.cursor is not None

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1

    def edge(self, side: str) -> str:
        """The cursor of the page's last row ("after") or of its first ("before")."""
        row = self.rows[-1] if side == "after" else self.rows[0]
        return self.order.cursor(row, self.salt)

    def numbers(self) -> Iterator[tuple[str, int, bool]]:
        """Label, number and whether it is at hand: 1 … 4 5 6 … 25. A gap has number 0."""
        near = range(self.number - 1, self.number + 2)
        shown = [n for n in range(1, self.pages + 1) if n in {1, self.pages} or n in near]
        before = 0
        for n in shown:
            if n - before > 1:
                yield "…", 0, False
            yield str(n), n, n == self.number
            before = n
