"""A form with lists beside it, shown and saved as one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse

from cartwheel.office.families.rows import RowsForm, rearranged
from cartwheel.office.families.screen import FormView
from cartwheel.ui.customer_fields import CustomerForm, still_missing


class PartedView(FormView, abstract=True):
    """``record`` is what is changed; None while it is new."""

    record: Any = None
    parts: dict[str, RowsForm]

    def form_class(self) -> type[CustomerForm]:
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        raise NotImplementedError

    def made(self, data: Any = None) -> dict[str, RowsForm]:
        """The lists, by the names under which the operation takes them."""
        raise NotImplementedError

    def show(self) -> HttpResponse:
        typed = self.typed_before()
        return self.as_typed(typed) if typed else self.page(self.filled())

    def send(self, operation: Callable[..., Any]) -> HttpResponse:
        typed = self.request.POST
        if typed.get("more") or typed.get("drop"):
            return self.as_typed(rearranged(typed))
        form = self.filled(typed)
        right = [part.is_valid() for part in (form, *self.parts.values())]
        if not all(right):
            return self.page(form, status=422)
        sent = {name: part for name, part in self.parts.items() if part.count}
        lists = {name: part.wanted() for name, part in sent.items()}
        return self.save(form, partial(operation, **lists), self.record)

    def filled(self, data: Any = None) -> CustomerForm:
        self.parts = self.made(data)
        if data is not None:
            return self.form_class()(data, **self.asked())
        return self.form_class()(initial=self.initial(), **self.asked())

    def as_typed(self, typed: Any) -> HttpResponse:
        """The form as it was typed, judged by nobody yet."""
        self.parts = {name: part.judging_nothing() for name, part in self.made(typed).items()}
        return self.page(self.form_class().as_typed(typed, **self.asked()))

    def asked(self) -> dict[str, Any]:
        return {"account": self.request.account, "record": self.record}

    def missing(self, form: Any) -> list[str]:
        rows = [label for part in self.parts.values() for label in part.still_missing()]
        return [*still_missing(form), *rows]
