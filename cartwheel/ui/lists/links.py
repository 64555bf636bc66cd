"""The links of a list as markup: tabs, letters, headings, pages.

Written in Python and not as templates, like the rows: a list of some size has a hundred of them.
Icons are named by keyword, for the build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cartwheel.ui.markup import escaped, icon_html

if TYPE_CHECKING:
    from cartwheel.ui.lists.page import Head, ListPage

TO_TOP = ' hx-swap="outerMorph show:top"'


class Arrow(NamedTuple):
    direction: str
    icon: str


ARROWS = (
    Arrow("ascending", icon="chevron-up"),
    Arrow("descending", icon="chevron-down"),
    Arrow("", icon="chevrons-up-down"),
)


def link(key: str, url: str, text: str, more: str = "") -> str:
    """A link that htmx follows; ``text`` is markup, ``more`` further attributes."""
    address = escaped(url)
    return f'<a id="{key}" href="{address}" hx-get="{address}"{more}>{text}</a>'


def tabs_html(page: ListPage) -> SafeString:
    return _nav("tabs", _("Status"), page, "tab", page.tab_links()) if page.tabs else SafeString()


def letters_html(page: ListPage) -> SafeString:
    if not page.letters:
        return SafeString()
    key = f' id="{page.dom_id}-letters"'
    return _nav("letters", _("By first letter"), page, "letter", page.letter_links(), key)


def _nav(
    style: str, label: str, page: ListPage, kind: str, links: list[Any], key: str = ""
) -> SafeString:
    found = "".join(
        link(f"{page.dom_id}-{kind}-{n}", url, escaped(text), ' aria-current="true"' * current)
        for n, (text, url, current) in enumerate(links, start=1)
    )
    return mark_safe(  # noqa: S308  all escaped
        f'<nav class="{style}"{key} aria-label="{escaped(label)}">{found}</nav>'
    )


def heads_html(page: ListPage) -> SafeString:
    """The headings of the columns, with their addresses where one can sort by them."""
    arrows = {arrow.direction: icon_html(arrow.icon) for arrow in ARROWS}
    return mark_safe("".join(_head(page, head, arrows) for head in page.heads()))  # noqa: S308


def _head(page: ListPage, head: Head, arrows: dict[str, SafeString]) -> str:
    column, label = head.column, escaped(head.column.label)
    if head.url:
        text = f"{label}{arrows[head.direction]}"
        label = link(f"{page.dom_id}-sort-{column.name}", head.url, text, ' class="sort"')
    right = ' class="num"' if column.right else ""
    sorted_ = f' aria-sort="{head.direction}"' if head.direction else ""
    return (
        f'<th role="columnheader" scope="col" data-p="{head.priority}"{right}{sorted_}>{label}</th>'
    )


def pager_html(page: ListPage) -> SafeString:
    """Where in the list this page is, and the ways to the others."""
    pager = page.pager
    steps = [
        _step(page, "previous", page.previous_url, _("Previous page"), icon="chevron-left"),
        *(_numbers(page) if pager.numbered and pager.pages > 1 else ()),
        _step(page, "next", page.next_url, _("Next page"), icon="chevron-right"),
    ]
    if not pager.numbered:
        first = _step(page, "first", page.first_url, _("First page"), icon="chevrons-left")
        last = _step(page, "last", page.last_url, _("Last page"), icon="chevrons-right")
        steps = [first, *steps, last]
    where = page.count_text
    if pager.numbered:
        words = {"first": pager.first_row, "last": pager.last_row, "all": where}
        where = _("%(first)s–%(last)s of %(all)s") % words
    return mark_safe(  # noqa: S308  all escaped
        f'<nav class="pager" aria-label="{escaped(_("Pages"))}"><span>{escaped(where)}</span>'
        f'<span class="push cluster">{"".join(steps)}</span></nav>'
    )


def _step(page: ListPage, name: str, url: str, label: str, icon: str) -> str:
    if not url:
        return ""
    spoken = f'{TO_TOP} aria-label="{escaped(label)}"'
    return link(f"{page.dom_id}-{name}", url, icon_html(icon), spoken)


def _numbers(page: ListPage) -> list[str]:
    return [_number(page, *each) for each in page.page_links()]


def _number(page: ListPage, label: str, url: str, current: bool) -> str:
    if not url:
        return '<span aria-hidden="true">…</span>'
    spoken = escaped(_("Page %(label)s") % {"label": label})
    here = ' aria-current="page"' * current
    more = f'{TO_TOP}{here} aria-label="{spoken}"'
    return link(f"{page.dom_id}-page-{label}", url, label, more)
