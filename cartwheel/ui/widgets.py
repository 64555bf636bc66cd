"""Widgets that the browser has not: the combobox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.template.loader import render_to_string


class Combobox(forms.TextInput):
    """One of very many: a text box whose suggestions come from the server.

    ``url`` answers ``?q=...`` with ``<li role="option" data-value="7">...</li>`` elements (see
    ``ui/options.html``); the value that the form gets is the chosen ``data-value``. ``label_of``
    says in words what a stored value is, so that a form that comes back shows a name and no
    number. What was typed but not chosen travels as ``<name>_text``.
    """

    template_name = "ui/combobox.html"

    def __init__(
        self, url: Any = "", label_of: Callable[[Any], str] | None = None, attrs: Any = None
    ) -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of = label_of
        self.typed = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.typed = data.get(f"{name}_text", "")
        return super().value_from_datadict(data, files, name)

    def focus_id(self, auto_id: str) -> str:
        return f"{auto_id}_text"

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_text" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = self.label_of(value) if value and self.label_of else self.typed
        context["widget"].update(url=self.url, text=shown or self.typed)
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        return render_to_string(template_name, context)  # from this app, not from the form engine
