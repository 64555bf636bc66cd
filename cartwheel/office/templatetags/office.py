"""Addresses inside the office."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: Any, page: str, *args: Any) -> str:
    """The address of an office page in this account: ``{% to "party" party.pk %}``."""
    return reverse(f"office:{page}", args=[context["account"].slug, *args])


@register.filter
def weekday_names(days: Iterable[int]) -> str:
    """``Sat, Sun`` for 5 and 6."""
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in days)
