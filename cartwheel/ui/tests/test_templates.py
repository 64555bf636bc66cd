"""What no template may say: the content policy would block it, or htmx 4 would ignore it."""

import re
from pathlib import Path

import pytest

PRODUCT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(PRODUCT.glob("**/templates/**/*.html"))
# Mail is read outside the product, by programs that know neither style sheets nor this policy.
SCREENS = [path for path in TEMPLATES if "mail" not in path.parent.name]

FORBIDDEN = {
    r"\sstyle\s*=": "an inline style is blocked by the policy",
    r"<style\b": "an inline style sheet is blocked by the policy",
    r"<script\b(?![^>]*\bsrc=)": "an inline script is blocked by the policy",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler is blocked by the policy",
    r"javascript:": "a script in an address is blocked by the policy",
    r"\b(?:data-)?hx-on\b": "hx-on needs unsafe-eval",
    r"=\s*[\"']js:": "js: needs unsafe-eval",
    r"hx-trigger=\"[^\"]*\w\[": "a trigger's condition in brackets needs unsafe-eval",
    r"hx-trigger='[^']*\w\[": "a trigger's condition in brackets needs unsafe-eval",
    r"\bhx-ext\b": "htmx 4 has no hx-ext: extensions load by themselves",
    r"\bhx-disabled-elt\b": "htmx 4 calls it hx-disable",
    r"\bhx-(?:vars|params|inherit|disinherit|request|prompt)\b": "htmx 4 does not know it",
    r"\bhx-boost\b": "links and forms name their target: no hx-boost",
    r"htmx:[a-z]+[A-Z]": "htmx 4 writes events with colons: htmx:after:swap",
    r"\bhx-swap-oob\b": "use <hx-partial hx-target=...>",
}
REQUEST = re.compile(r"\bhx-(?:get|post|put|patch|delete|query|action)\s*=")
FOR_REQUESTS = re.compile(
    r"\bhx-(?:target|swap|headers|include|select|sync|push-url|replace-url|vals|indicator|confirm)"
    r"(?=\s*=)"
)
TAG = re.compile(
    r"<(?P<name>[a-zA-Z][\w-]*)"
    r"(?P<rest>(?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.S,
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)


def faults(text: str) -> list[str]:
    """What is wrong with a template, in words."""
    markup = COMMENT.sub("", text)
    found = [why for pattern, why in FORBIDDEN.items() if re.search(pattern, markup)]
    return found + [fault for tag in TAG.finditer(markup) if (fault := _uninherited(tag))]


def _uninherited(tag: re.Match[str]) -> str:
    rest = tag["rest"]
    if tag["name"] == "hx-partial" or REQUEST.search(rest):
        return ""
    idle = FOR_REQUESTS.search(rest)
    return f"{idle[0]} on <{tag['name']}> asks nothing: add :inherited" if idle else ""


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(PRODUCT)))
def test_a_template_keeps_to_the_policy_and_to_htmx_4(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<div hx-on:click="go()">',
        '<div hx-ext="sse">',
        '<input hx-get="/" hx-trigger="keyup[key==1]">',
        '<div hx-target="#list"><a hx-get="/">x</a></div>',
        '<div {% if x %}hx-swap="none"{% endif %}>',
    ],
)
def test_the_lint_finds_what_it_looks_for(text):
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<div hx-target:inherited="#list"><a hx-get="/" hx-swap="outerMorph">x</a></div>',
        '<script type="module" src="app.js"></script>',
        '<hx-partial hx-target="#list" hx-swap="innerHTML"></hx-partial>',
        '<button data-tone="good" popovertarget="menu">',
    ],
)
def test_the_lint_lets_pass_what_is_right(text):
    assert faults(text) == []
