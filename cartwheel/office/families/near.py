"""Saying what is shown instead where nothing is exactly what was typed."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cartwheel.domain.people.queries import Finding, name_terms, phone_terms
from cartwheel.ui import formats

MOST_WORDS = 4


def told_of(finding: Finding | None, rows: Iterable[Any], address: str = "") -> str:
    """The line above families found near what was typed; "" when they are exactly that.

    ``rows`` are read ``with_summary``; ``address`` is where a search is sent to, as ``?q=``;
    without one nothing else is offered.
    """
    if finding is None:
        return ""
    if finding.near:
        words = list(islice(spelled(finding.near, rows, finding.account.locale), MOST_WORDS))
        return _instead(finding.text, words) if words else ""
    return _beside(finding.also, address) if finding.also and address else ""


def _instead(text: str, words: list[str]) -> SafeString:
    shown = format_html_join(", ", "<b>{}</b>", ((word,) for word in words))
    return format_html(
        _("Nothing for “{text}”. Showing what is near: {words}."), text=text, words=shown
    )


def _beside(words: Iterable[str], address: str) -> SafeString:
    links = (
        (f"{address}?{urlencode({'q': word})}", word.capitalize())
        for word in tuple(words)[:MOST_WORDS]
    )
    shown = format_html_join(", ", '<a href="{}">{}</a>', links)
    return format_html(_("Few are exactly that. Near it: {words}."), words=shown)


def spelled(near: Iterable[str], rows: Iterable[Any], locale: str | None = None) -> Iterator[str]:
    """The words of these families that begin as one of ``near``, as they are written there."""
    begun = tuple(near)
    numbers = any(text[:1].isdigit() for text in begun)
    seen = set()
    for row in rows:
        for written, terms in _written(row, locale, numbers=numbers):
            if written not in seen and any(term.startswith(begun) for term in terms):
                seen.add(written)
                yield written


def _written(
    row: Any, locale: str | None, *, numbers: bool
) -> Iterator[tuple[str, Collection[str]]]:
    """Every word and address of a family with the terms it is found by, its ``numbers`` too."""
    names = [row.name, *(adult["name"] for adult in row.adults)]
    for child in row.children:
        names += [child["name"], child["last_name"]]
    for name in names:
        for word in name.split():
            yield word, name_terms(word)
    for adult in row.adults:
        for address in adult["emails"]:
            yield address, {address}
        for number in adult["phones"] if numbers else ():
            yield str(formats.phone(number, formats.region_of(locale))), phone_terms(number)
