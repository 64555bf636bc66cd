"""Addresses inside the office."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: Any, page: str, *args: Any) -> str:
    """The address of an office page in this account: ``{% to "party" party.pk %}``."""
    return reverse(f"office:{page}", args=[context["account"].slug, *args])
