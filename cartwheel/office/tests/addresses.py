"""Every address of the office, for tests that are to walk through all of them."""

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from cartwheel.demo.cast import OTTERS

PARAMETERS = {"IntConverter": 1, "SlugConverter": "any"}


def office_patterns(resolver=None):
    """Each address below /a/<account>/ with its name and view."""
    if resolver is None:
        top = get_resolver().url_patterns
        resolver = next(each for each in top if getattr(each, "namespace", None) == "office")
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from office_patterns(pattern)
        else:
            yield pattern


PATTERNS = [
    pytest.param(pattern.name, pattern.callback.view_class, id=pattern.name)
    for pattern in office_patterns()
]
CONVERTERS = {pattern.name: pattern.pattern.converters for pattern in office_patterns()}
every_page = pytest.mark.parametrize(("name", "view"), PATTERNS)
about_a_record = pytest.mark.parametrize(
    ("name", "view"),
    [
        parameters
        for parameters in PATTERNS
        if "IntConverter" in {type(each).__name__ for each in CONVERTERS[parameters.id].values()}
    ],
)


def any_address(name):
    """The page about some record or other: whoever may not come in learns nothing of it."""
    converters = CONVERTERS[name]
    values = {key: PARAMETERS[type(each).__name__] for key, each in converters.items()}
    return reverse(f"office:{name}", kwargs={"account": OTTERS, **values})
