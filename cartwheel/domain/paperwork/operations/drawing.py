"""A drawn signature, as it comes from a browser: checked before it is kept.

It is a list of strokes, each a list of points ``[x, y]`` on a canvas of ``WIDE`` by ``HIGH``
units: plain data, with no picture format to be broken in. A dot or an empty field is none.
"""

import json
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from cartwheel.kernel.refusals import Refused

WIDE, HIGH = 1000, 300
LONGEST = 120_000  # characters as JSON
MOST_STROKES, MOST_POINTS = 300, 10_000
SHORTEST_LINE = 60  # units of pen travel: more than a dot, less than the shortest name

Strokes = list[list[list[int]]]


def read_drawing(text: str) -> Strokes | None:
    """The strokes in ``text``; None when nothing was drawn. Refuses what is no drawing."""
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise Refused(_("The signature is too large. Clear it and sign again."), field="drawing")
    try:
        strokes = json.loads(text)
    except (ValueError, RecursionError):
        strokes = None
    if not _is_drawing(strokes):
        raise Refused(_("The signature could not be read. Please sign again."), field="drawing")
    if not strokes:
        return None
    if _travel(strokes) < SHORTEST_LINE:
        raise Refused(_("Sign with your whole name, please."), field="drawing")
    return strokes


def _is_drawing(strokes: Any) -> bool:
    return (
        isinstance(strokes, list)
        and len(strokes) <= MOST_STROKES
        and all(isinstance(stroke, list) and stroke for stroke in strokes)
        and sum(len(stroke) for stroke in strokes) <= MOST_POINTS
        and all(_is_point(point) for stroke in strokes for point in stroke)
    )


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    x, y = point
    return type(x) is int and type(y) is int and 0 <= x <= WIDE and 0 <= y <= HIGH


def _travel(strokes: Strokes) -> float:
    return sum(
        abs(x2 - x1) + abs(y2 - y1) for stroke in strokes for (x1, y1), (x2, y2) in pairwise(stroke)
    )
