"""The rows of a list as markup.

Written in Python and not as a template, because a page has hundreds of cells: the same rows took
three times as long in the template language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cartwheel.ui.lists.columns import Action, Column
from cartwheel.ui.markup import escaped, icon_html

if TYPE_CHECKING:
    from cartwheel.ui.lists.page import ListPage, TableRow


def rows_html(page: ListPage, csrf_token: str) -> SafeString:
    """Every row of the page: its box, its cells, its menu."""
    drawing = RowDrawing(page, csrf_token)
    return mark_safe("".join(drawing.row(item) for item in page.table()))  # noqa: S308  all escaped


class RowDrawing:
    """What all rows of a page have in common, looked up once."""

    def __init__(self, page: ListPage, csrf_token: str) -> None:
        self.name = escaped(page.name)
        self.boxes = bool(page.bulk_actions)
        self.select, self.actions = _("Select %s"), _("Actions for %s")
        self.dots = icon_html("ellipsis-vertical")
        self.token = escaped(csrf_token)
        self.starts = [
            f'<td role="cell" data-p="{page.priority(c)}"{style(c)}>' for c in page.shown
        ]
        self.texts: dict[tuple[str, int], tuple[Any, str]] = {}

    def row(self, item: TableRow) -> str:
        key = escaped(item.row.pk)
        label = escaped(item.row)
        cells = "</td>".join(
            start + cell for start, (column, cell) in zip(self.starts, item.cells, strict=True)
        )
        menu = self.menu(key, label, item.actions) if item.actions else ""
        return (
            f'<tr role="row" id="{self.name}-{key}">{self.box(key, label)}{cells}</td>'
            f'<td role="cell" class="fit acts">{menu}</td></tr>'
        )

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
        entries = "".join([self.entry(action) for action in actions])
        return (
            f'<button type="button" class="iconbtn" popovertarget="{target}" '
            f'aria-label="{self.actions % label}">{self.dots}</button>'
            f'<cw-menu class="menu" id="{target}" popover>{entries}</cw-menu>'
        )

    def entry(self, action: Action) -> str:
        tone = f' data-tone="{escaped(action.tone)}"' if action.tone else ""
        text = self.text(action.icon, action.label)
        if action.method != "post":
            return f'<a href="{escaped(action.url)}"{tone}>{text}</a>'
        token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">'
        button = f"<button{tone}>{text}</button>"
        return f'<form method="post" action="{escaped(action.url)}">{token}{button}</form>'

    def text(self, icon: str, label: Any) -> str:
        """Icon and words; those that many rows share are drawn once.

        The label is kept beside them: an ``id`` is good only for as long as its object lives.
        """
        known = icon, id(label)
        if known not in self.texts:
            drawing = icon_html(icon) if icon else ""
            self.texts[known] = label, f"{drawing}{escaped(label)}"
        return self.texts[known][1]


def style(column: Column) -> str:
    if column.right:
        return ' class="num"'
    return ' class="tight"' if column.kind in UNBROKEN else ""


UNBROKEN = {"date", "weekday", "moment", "recent", "phone"}
