"""Telling the desk what became of a letter it has just had written."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext as _


def tell_posted(request: Any, on_its_way: str, more: str = "") -> None:
    """Say that it is on its way; where no mail server is configured, that it was only kept."""
    if settings.MAIL_SERVER is None:
        kept = _("Not sent: no mail server is configured. The letter is kept among the messages.")
        messages.warning(request, f"{kept} {more}".rstrip())
    else:
        messages.success(request, f"{on_its_way} {more}".rstrip())
