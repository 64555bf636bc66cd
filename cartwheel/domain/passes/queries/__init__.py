"""Who holds which pass, what it costs, and what it is good for."""

from cartwheel.domain.passes.queries.goodness import State, state_of, why_not
from cartwheel.domain.passes.queries.holding import (
    passes_about,
    passes_of,
    search_passes,
    sold_passes,
    types_for_sale,
    with_counts,
)
from cartwheel.domain.passes.queries.pricing import line_of

__all__ = [
    "State",
    "line_of",
    "passes_about",
    "passes_of",
    "search_passes",
    "sold_passes",
    "state_of",
    "types_for_sale",
    "why_not",
    "with_counts",
]
