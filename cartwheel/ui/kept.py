"""Pieces of a page that are the same from request to request, drawn once.

A piece is a template and the plain values that it shows, and nothing else reaches it: the same
values in the same language give the same text, so the text is kept. What differs each time though
the piece does not (the token of a form, the address to come back to) is a *mark*: the template
draws it like any value, and it is put in afterwards.

Values are texts, numbers, flags, None, and tuples of these; lists become tuples.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cartwheel.ui.markup import escaped

MOST = 1000  # pieces: a few kilobytes each
SECRET = secrets.token_hex(8)  # nobody can type a mark


def drawn(template: str, *, marks: Mapping[str, Any] | None = None, **shown: Any) -> SafeString:
    """The piece, with each of ``marks`` put in (escaped)."""
    given = marks or {}
    key = tuple((name, _fixed(value)) for name, value in shown.items())
    draw = _draw if settings.DEBUG else _kept
    text = draw(template, get_language(), tuple(given), key)
    for name, value in given.items():
        text = text.replace(_mark(name), escaped(value))
    return mark_safe(text)  # noqa: S308  drawn by a template, marks escaped


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _mark(name: str) -> str:
    return f"\x02{SECRET}{name}\x02"


def _draw(
    template: str, language: str | None, marks: tuple[str, ...], shown: tuple[tuple[str, Any], ...]
) -> str:
    context = {**dict(shown), **{name: _mark(name) for name in marks}}
    return get_template(template).render(context)


_kept = lru_cache(maxsize=MOST)(_draw)
