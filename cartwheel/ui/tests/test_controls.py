"""What is written in Python is what Django's templates draw."""

import re
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from cartwheel.ui.controls import WRITTEN, Controls

NASTY = "\"'<&>\N{SNOWMAN}"
CHOICES = [
    ("", "---------"),
    (1, "One & only"),
    (NASTY, NASTY),
    ("Group <b>", [(2, gettext_lazy("Two")), (Decimal("1.5"), mark_safe("<i>safe</i>"))]),
]
WIDGETS = [
    forms.TextInput(attrs={"required": True, "hidden": False, "data-x": NASTY, "maxlength": 1000}),
    forms.NumberInput(attrs={"step": "0.01"}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.CheckboxInput(attrs={"class": mark_safe("a&amp;b")}),
    forms.Textarea(attrs={"rows": 4}),
    forms.Select(choices=CHOICES, attrs={"autofocus": True}),
    forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES),
    forms.CheckboxSelectMultiple(choices=CHOICES, attrs={"class": NASTY}),
    forms.FileInput(),
    forms.TimeInput(),
]
VALUES = ["", None, NASTY, 1, 1234567, Decimal("1.5"), True, False, gettext_lazy("Two")]


def tight(html):
    """Without the space between elements: Django's templates leave empty lines."""
    return re.sub(r"\s+", " ", html).replace(" <", "<")


@pytest.mark.parametrize("value", [*VALUES, mark_safe("<b>")], ids=repr)
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_control_is_written_as_django_draws_it(widget, value):
    attrs = {"id": "id_it", "aria-describedby": NASTY}

    written = widget.render("it", value, attrs, renderer=Controls())

    assert widget.template_name in WRITTEN
    assert tight(written) == tight(widget.render("it", value, attrs, renderer=DjangoTemplates()))


def test_forms_are_drawn_by_it():
    assert isinstance(forms.Form().renderer, Controls)
