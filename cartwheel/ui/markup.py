"""Small pieces of markup that both template tags and lists draw."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cartwheel.ui import formats


def icon_html(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite. With a label it speaks; without one it is decoration."""
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    address = f"{static('ui/icons.svg')}#{escape(name)}"
    return mark_safe(f'<svg class="icon" {spoken}><use href="{address}"/></svg>')  # noqa: S308


def balance_html(cents: int, currency: str, locale: str | None) -> SafeString:
    """A balance as ``{% balance %}`` shows it, for code that has no template context."""
    if cents == 0:
        nothing = _("Nothing owed")
        return format_html(
            '<span class="muted" aria-hidden="true">—</span><span class="sr">{}</span>', nothing
        )
    text = formats.money(abs(cents), currency, locale)
    if cents > 0:
        return format_html('<span class="owes" data-tone="danger">{}</span>', text)
    credit = format_html('<abbr title="{}">{}</abbr>', _("Credit"), _("CR"))
    return format_html('<span class="owes" data-tone="good">{} {}</span>', text, credit)
