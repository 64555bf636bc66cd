"""Pages for paper: a Typst template and the data for it, as PDF.

The data travel as JSON and are values to the template, never code: what a person typed can break
no document. A template reads them with ``json(bytes(sys.inputs.data))``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst


def render_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of ``template`` (a .typ file) filled with ``data`` (plain JSON values)."""
    compiled = typst.compile(
        str(template), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    return bytes(compiled)
