"""What the styles promise to the tests that look at them."""

import re
from pathlib import Path

import cartwheel.ui
from cartwheel.ui.tests.looks import WIDTHS

REM = 16
STEP = re.compile(r"width\s*[<>]=?\s*([\d.]+)rem")


def test_nothing_changes_between_a_small_phone_and_a_usual_one():
    """So what axe finds at one of the two widths holds at the other, but for sizes."""
    styles = [path.read_text() for path in (Path(cartwheel.ui.__path__[0]) / "css").glob("*.css")]
    steps = {
        float(rem) * REM
        for css in styles
        for rem in re.findall(r"width\s*[<>]=?\s*([\d.]+)rem", css)
    }

    assert len(steps) > 5
    assert [step for step in steps if WIDTHS[0] < step <= WIDTHS[1]] == []
    assert [css for css in styles if re.search(r"@(media|container)[^{]*(min|max)-", css)] == []
