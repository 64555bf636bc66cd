"""The components as template tags: ``{% load ui %}``.

Money and dates are shown in the locale and currency of ``account`` in the context, unless a tag
is told otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cartwheel.ui import formats
from cartwheel.ui.forms import control_id, error_list
from cartwheel.ui.kept import drawn
from cartwheel.ui.lists import ListPage, links
from cartwheel.ui.lists.rows import rows_html
from cartwheel.ui.markup import balance_html, icon_html

register = template.Library()

NOTE_ICONS = {
    "danger": "circle-alert",
    "warn": "triangle-alert",
    "good": "circle-check",
    "info": "info",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite. With a label it speaks; without one it is decoration."""
    return icon_html(name, label)


@register.simple_tag(takes_context=True)
def money(context: Mapping[str, Any], cents: int | None, currency: str = "") -> str:
    """An amount in minor units, in the account's locale; nothing for None."""
    if cents is None:
        return ""
    return formats.money(cents, currency or _currency(context), _locale(context))


@register.simple_tag(takes_context=True)
def balance(context: Mapping[str, Any], cents: int | None, currency: str = "") -> SafeString:
    """What is owed: owed in danger tone, credit in good tone and marked CR, nothing as a dash."""
    return balance_html(cents or 0, currency or _currency(context), _locale(context))


def _currency(context: Mapping[str, Any]) -> str:
    account = context.get("account")
    return account.currency if account else "USD"


def _locale(context: Mapping[str, Any]) -> str | None:
    account = context.get("account")
    return account.locale if account else None


@register.filter
def day(value: date | None) -> str:
    """``Dec 5, 2026``."""
    return formats.day(value) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """``Sat, Dec 5``."""
    return formats.weekday(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """``2:00 PM``."""
    return formats.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """``Sat, Dec 5, 2:00 PM``."""
    return formats.moment(value) if value else ""


@register.filter
def recent(value: datetime | None) -> str:
    """``Today, 9:14 AM``."""
    return formats.recent(value) if value else ""


@register.simple_tag
def hours(start: datetime, end: datetime) -> str:
    """``2:00 – 3:30 PM``."""
    return formats.hours(start, end)


@register.filter
def phone(value: str | None) -> str:
    """``(512) 555-0142`` for a stored number."""
    return formats.phone(value) if value else ""


@register.filter
def percent(value: Any) -> str:
    """``8.25%`` for 8.25."""
    return formats.percent(value) if value is not None else ""


@register.simple_tag
def badge(text: str, tone: str = "", dot: bool = False) -> SafeString:
    """A word about a state. The tone is decoration: the word says it."""
    style = "badge dot" if dot else "badge"
    toned = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="{}"{}>{}</span>', style, toned, text)


@register.simple_tag
def avatar(name: str, tone: str = "") -> SafeString:
    """The first letters of a name in a circle; decoration, the name stands beside it."""
    letters = "".join(word[0] for word in name.split()[:2]).upper()
    toned = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="avatar" aria-hidden="true"{}>{}</span>', toned, letters)


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "", badge: str = "", note: str = "") -> str:
    """A surface with a heading: ``{% panel _("Party") id="when" %}...{% endpanel %}``."""
    context = {"content": content, "title": title, "id": id, "badge": badge, "note": note}
    return render_to_string("ui/panel.html", context)


@register.simple_block_tag
def note(content: str, tone: str = "info", icon: str = "") -> str:
    """A remark in a tone: info, good, warn or danger."""
    drawing = icon or NOTE_ICONS.get(tone, "info")
    return render_to_string("ui/note.html", {"content": content, "tone": tone, "icon": drawing})


@register.simple_block_tag
def empty(content: str, icon: str = "inbox", title: str = "") -> str:
    """Nothing here: an icon, one plain sentence, the next useful action as content."""
    return render_to_string("ui/empty.html", {"content": content, "icon": icon, "title": title})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, wide: bool = False) -> str:
    """A dialog; a button opens it with ``commandfor="id" command="show-modal"``."""
    context = {"content": content, "id": id, "title": title, "wide": wide}
    return render_to_string("ui/dialog.html", context)


@register.simple_block_tag
def menu(content: str, id: str, label: str, icon: str = "ellipsis-vertical", text: str = "") -> str:
    """A button and the menu it opens; the content is links and buttons."""
    context = {"content": content, "id": id, "label": label, "icon": icon, "text": text}
    return render_to_string("ui/menu.html", context)


@register.simple_tag
def field(
    bound: BoundField | Literal[""], hint: str = "", label: str = "", sr_label: bool = False
) -> str:
    """Label above, control, hint below, error beside: one field of a form.

    ``sr_label`` hides the label from the eye, not from a screen reader. A field that the form has
    not got, because the account hides it, is nothing.
    """
    if bound == "":
        return ""
    return render_to_string("ui/field.html", field_context(bound, hint, label, sr_label))


def field_context(
    bound: BoundField, hint: str = "", label: str = "", sr_label: bool = False
) -> dict[str, Any]:
    widget = bound.field.widget
    if hint:
        bound.help_text = hint
    return {
        "field": bound,
        "control": control_id(bound),
        "label": label or bound.label,
        "sr_label": sr_label,
        "affix": getattr(bound.field, "affix", ""),
        "checkbox": isinstance(widget, forms.CheckboxInput),
        "choices": isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
    }


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """Every field of a form, hidden ones first."""
    hidden = [str(bound) for bound in form.hidden_fields()]
    shown = [str(field(bound)) for bound in form.visible_fields()]
    return mark_safe("".join(hidden + shown))  # noqa: S308  rendered by Django


@register.simple_tag
def form_errors(*parts: forms.BaseForm | None) -> str:
    """Why nothing was saved: each reason, linked to its field. Nothing when there is none."""
    errors = [*error_list(*(form for form in parts if form))]
    return render_to_string("ui/form_errors.html", {"errors": errors}) if errors else ""


TOPBAR = (
    *("home_url", "nav_items", "create_items", "profile_items", "person", "search_url"),
    *("locations", "location_label", "set_location_url", "theme", "theme_url", "sign_out_url"),
)


@register.simple_tag
def piece(template: str, **shown: Any) -> SafeString:
    """A part of the page that shows these plain values only: drawn once for each of them."""
    return drawn(template, **shown)


@register.simple_tag(takes_context=True)
def topbar(context: Mapping[str, Any]) -> SafeString:
    """The toolbar with its menus, from the context of the shell."""
    request = context.get("request")
    marks = {
        "csrf_token": context.get("csrf_token", ""),
        "here": request.get_full_path() if request else "",
    }
    return drawn("ui/topbar.html", marks=marks, **{name: context.get(name) for name in TOPBAR})


@register.simple_tag
def list_tabs(page: ListPage) -> SafeString:
    return links.tabs_html(page)


@register.simple_tag
def list_letters(page: ListPage) -> SafeString:
    return links.letters_html(page)


@register.simple_tag
def list_heads(page: ListPage) -> SafeString:
    return links.heads_html(page)


@register.simple_tag
def list_pager(page: ListPage) -> SafeString:
    return links.pager_html(page)


@register.simple_tag(takes_context=True)
def list_views(context: Mapping[str, Any], page: ListPage) -> SafeString:
    """The saved views and the form that saves one; nothing for a list without."""
    if not (page.views or page.save_view_url):
        return SafeString()
    return drawn(
        "ui/list_views.html",
        marks={"csrf_token": context.get("csrf_token", ""), "query": page.query},
        dom_id=page.dom_id,
        views=page.view_links(),
        save_view_url=page.save_view_url,
    )


@register.simple_tag(takes_context=True)
def list_export(context: Mapping[str, Any], page: ListPage) -> SafeString:
    """The menu of exports; nothing for a list without."""
    if not page.export_urls:
        return SafeString()
    return drawn(
        "ui/list_export.html",
        marks={"csrf_token": context.get("csrf_token", ""), "query": page.query},
        dom_id=page.dom_id,
        csv=page.export_urls.get("csv", ""),
        xlsx=page.export_urls.get("xlsx", ""),
    )


@register.simple_tag(takes_context=True)
def list_rows(context: Mapping[str, Any], page: ListPage) -> SafeString:
    """The rows of a list's table."""
    return rows_html(page, str(context.get("csrf_token", "")))
