"""The rows of a list as markup.

Written in Python and not as a template, because a page has hundreds of cells: the same rows took
three times as long in the template language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cartwheel.ui.lists.columns import Action, Column
from cartwheel.ui.markup import icon_html

if TYPE_CHECKING:
    from cartwheel.ui.lists.page import ListPage, TableRow


def rows_html(page: ListPage, csrf_token: str) -> SafeString:
    """Every row of the page: its box, its cells, its menu."""
    drawing = RowDrawing(page, csrf_token)
    return mark_safe("".join(drawing.row(item) for item in page.table()))  # noqa: S308  all escaped


class RowDrawing:
    """What all rows of a page have in common, looked up once."""

    def __init__(self, page: ListPage, csrf_token: str) -> None:
        self.name = escape(page.name)
        self.boxes = bool(page.bulk_actions)
        self.select, self.actions = _("Select %s"), _("Actions for %s")
        self.dots = icon_html("ellipsis-vertical")
        self.token = escape(csrf_token)
        self.icons: dict[str, str] = {}

    def row(self, item: TableRow) -> str:
        key = escape(item.row.pk)
        label = escape(str(item.row))
        cells = "".join(
            f'<td role="cell" data-p="{column.priority}"{self.style(column)}>'
            f"{conditional_escape(html)}</td>"
            for column, html in item.cells
        )
        menu = self.menu(key, label, item.actions) if item.actions else ""
        return (
            f'<tr role="row" id="{self.name}-{key}">{self.box(key, label)}{cells}'
            f'<td role="cell" class="fit acts">{menu}</td></tr>'
        )

    def style(self, column: Column) -> str:
        if column.right:
            return ' class="num"'
        return ' class="tight"' if column.kind in UNBROKEN else ""

    def box(self, key: str, label: str) -> str:
        if not self.boxes:
            return ""
        return (
            f'<td role="cell" data-p="3" class="fit"><input type="checkbox" name="row" '
            f'value="{key}" form="bulk-{self.name}" aria-label="{self.select % label}" '
            f'autocomplete="off"></td>'
        )

    def menu(self, key: str, label: str, actions: list[Action]) -> str:
        target = f"acts-{self.name}-{key}"
        entries = "".join(self.entry(action) for action in actions)
        return (
            f'<button type="button" class="iconbtn" popovertarget="{target}" '
            f'aria-label="{self.actions % label}">{self.dots}</button>'
            f'<cw-menu class="menu" id="{target}" popover>{entries}</cw-menu>'
        )

    def entry(self, action: Action) -> str:
        tone = f' data-tone="{escape(action.tone)}"' if action.tone else ""
        text = f"{self.icon(action.icon)}{escape(action.label)}"
        if action.method != "post":
            return f'<a href="{escape(action.url)}"{tone}>{text}</a>'
        token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">'
        button = f"<button{tone}>{text}</button>"
        return f'<form method="post" action="{escape(action.url)}">{token}{button}</form>'

    def icon(self, name: str) -> str:
        if name and name not in self.icons:
            self.icons[name] = icon_html(name)
        return self.icons.get(name, "")


UNBROKEN = {"date", "weekday", "moment", "recent", "phone"}
