"""Every verb that is recorded anywhere has its sentence."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from cartwheel.office.history.words import GROUPS, WORDS

DOMAIN = Path(settings.BASE_DIR) / "cartwheel"


def recorded_verbs() -> set[str]:
    """The first argument of each ``record(...)`` in the product, wherever it is written out."""
    files = [path for path in DOMAIN.rglob("*.py") if "tests" not in path.parts]
    calls = (
        node
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args
    )
    return {
        constant.value
        for call in calls
        for constant in ast.walk(call.args[0])
        if isinstance(constant, ast.Constant)
        and isinstance(constant.value, str)
        and re.fullmatch(r"[a-z_]+\.[a-z_-]+", constant.value)
    }


def test_every_recorded_verb_has_its_sentence():
    assert sorted(recorded_verbs() - set(WORDS)) == []


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_every_sentence_can_be_filled_in(verb):
    filled = str(WORDS[verb].text) % dict.fromkeys(
        re.findall(r"%\((\w+)\)s", str(WORDS[verb].text)), "x"
    )

    assert "%" not in filled
    assert WORDS[verb].icon


def test_every_verb_can_be_found_by_a_group():
    nouns = {noun for _label, nouns in GROUPS.values() for noun in nouns}

    assert sorted({verb.split(".")[0] for verb in WORDS} - nouns) == []
