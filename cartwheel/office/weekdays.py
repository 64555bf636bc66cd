"""The days of the week as forms and filters offer them; Monday is 0."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WEEKDAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def weekday_choices(page: Any = None) -> list[tuple[int, Any]]:
    return list(enumerate(WEEKDAY_NAMES))
