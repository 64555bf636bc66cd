"""Walking an ordered queryset by position instead of by number.

A *cursor* is the sort values of one row, signed, so that a cursor of another list, another order
or another age of the program is simply not understood. The rows after a cursor are found by an
index range, so the thousandth page costs what the first one does.

Nulls stand where PostgreSQL puts them: last when rising, first when falling. Walking backward
inverts the order, which inverts that too. The primary key makes every order total.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable

KEY = "_sort{}"


class _Json:
    """Sort values as JSON: dates, times and decimals as text, read back by their fields."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":"), default=_text).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


def _text(value: Any) -> str:
    """To the last microsecond: a position between two rows would show one of them twice."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


@dataclass(frozen=True)
class Order:
    """By what the rows are sorted: expressions, all rising or all falling, then the key."""

    expressions: tuple[Any, ...]
    falling: bool = False

    @classmethod
    def by(cls, sort: Any, *, falling: bool = False) -> Order:
        many = sort if isinstance(sort, tuple | list) else (sort,)
        return cls(tuple(many), falling)

    def annotate(self, queryset: QuerySet) -> QuerySet:
        """Name the sort values, so that each row carries them."""
        named = {
            KEY.format(n): expression if isinstance(expression, Combinable) else F(expression)
            for n, expression in enumerate(self.expressions)
        }
        return queryset.annotate(**named)

    def fields(self) -> list[str]:
        return [*(KEY.format(n) for n in range(len(self.expressions))), "pk"]

    def sorted(self, queryset: QuerySet, *, backward: bool = False) -> QuerySet:
        sign = "-" if self.falling != backward else ""
        return queryset.order_by(*(f"{sign}{name}" for name in self.fields()))

    def cursor(self, row: Model, salt: str) -> str:
        """The position of ``row``, opaque."""
        values = [getattr(row, name) for name in self.fields()]
        return signing.Signer(salt=salt).sign_object(values, serializer=_Json)

    def values(self, queryset: QuerySet, cursor: str, salt: str) -> list[Any] | None:
        """The sort values a cursor stands for; None for what is no cursor of this order."""
        try:
            raw = signing.Signer(salt=salt).unsign_object(cursor, serializer=_Json)
            fields = [self._field(queryset, name) for name in self.fields()]
            pairs = zip(fields, raw, strict=True)
            return [field.to_python(value) for field, value in pairs]
        except (signing.BadSignature, ValidationError, ValueError, TypeError):
            return None

    def beyond(self, queryset: QuerySet, values: list[Any], *, backward: bool = False) -> QuerySet:
        """The rows after the position, or before it when walking backward."""
        rising = self.falling == backward
        steps = list(zip(self.fields(), values, strict=True))
        condition = Q()
        for n, (name, value) in enumerate(steps):
            same = Q()
            for earlier, its_value in steps[:n]:
                same &= _equals(earlier, its_value)
            condition |= same & self._past(queryset, name, value, rising)
        return queryset.filter(self._at_least(queryset, steps, rising) & condition)

    def _at_least(self, queryset: QuerySet, steps: Sequence[tuple[str, Any]], rising: bool) -> Q:
        """Says nothing new, but lets an index start at the position."""
        name, value = steps[0]
        if value is None or (rising and self._nullable(queryset, name)):
            return Q()
        return Q(**{f"{name}__{'gte' if rising else 'lte'}": value})

    def _past(self, queryset: QuerySet, name: str, value: Any, rising: bool) -> Q:
        if value is None:
            return NOTHING if rising else Q(**{f"{name}__isnull": False})
        past = Q(**{f"{name}__{'gt' if rising else 'lt'}": value})
        if rising and self._nullable(queryset, name):
            past |= Q(**{f"{name}__isnull": True})
        return past

    def _field(self, queryset: QuerySet, name: str) -> Any:
        if name == "pk":
            return queryset.model._meta.pk
        return queryset.query.annotations[name].output_field

    def _nullable(self, queryset: QuerySet, name: str) -> bool:
        if name == "pk":
            return False
        expression = self.expressions[int(name.removeprefix("_sort"))]
        return not isinstance(expression, str) or path_nullable(queryset.model, expression)


NOTHING = Q(pk__in=[])


def _equals(name: str, value: Any) -> Q:
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})


def path_nullable(model: type[Model], path: str) -> bool:
    """Whether a lookup path can give null; what is no field of the model may."""
    at: Any = model
    for part in path.split("__"):
        try:
            field = at._meta.pk if part == "pk" else at._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        at = field.related_model
    return False
