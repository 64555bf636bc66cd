"""The controls of a form, written in Python.

Django draws each with templates that include templates, for every single option of a choice: on a
page with a choice of time zones that was most of the work. What is written is the same.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


class Controls(DjangoTemplates):
    """Writes inputs and choices itself; what is seldom is drawn by Django's templates."""

    def render(self, template_name: str, context: Any, request: Any = None) -> SafeString:
        write = WRITTEN.get(template_name)
        if write is None:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308 - drawn
        return mark_safe(write(context["widget"]))  # noqa: S308 - each value is escaped


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{escaped(value)}"'
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{given}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    text = escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escaped(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: str | None, options: Iterable[Widget]) -> str:
    inside = "".join(f"\n  {_option(each)}" for each in options)
    return f'\n  <optgroup label="{escaped(name)}">{inside}\n  </optgroup>' if name else inside


def _option(widget: Widget) -> str:
    value, label = escaped(widget["value"]), escaped(widget["label"])
    return f'<option value="{value}"{_attributes(widget)}>{label}</option>'


def _choices(widget: Widget) -> str:
    """Radio buttons or check boxes, one for each choice."""
    given = [(name, widget["attrs"].get(name)) for name in ("id", "class")]
    attributes = "".join(f' {name}="{escaped(value)}"' for name, value in given if value)
    groups = "".join(_box(name, options) for name, options, _index in widget["optgroups"])
    return f"<div{attributes}>{groups}\n</div>"


def _box(name: str | None, options: Iterable[Widget]) -> str:
    inside = "".join(f"<div>\n    {_choice(each)}</div>" for each in options)
    return f"\n  <div><label>{escaped(name)}</label>{inside}\n  </div>" if name else inside


def _choice(widget: Widget) -> str:
    if not widget["wrap_label"]:
        return _input(widget)
    control = widget["attrs"].get("id")
    label = f'<label for="{escaped(control)}">' if control else "<label>"
    return f"{label}{_input(widget)} {escaped(widget['label'])}</label>"


_INPUTS = (
    *("checkbox", "color", "date", "datetime", "email", "file", "hidden", "number"),
    *("password", "search", "tel", "text", "time", "url"),
)
WRITTEN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "django/forms/widgets/checkbox_select.html": _choices,
}
