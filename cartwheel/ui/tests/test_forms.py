from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from cartwheel.domain.accounts.models import Location
from cartwheel.kernel.refusals import Refused
from cartwheel.ui.forms import Combobox, DateField, MoneyField, OperationForm

EURO = SimpleNamespace(currency="EUR", locale="de_DE")


class GiftForm(OperationForm):
    title = forms.CharField()
    amount = MoneyField()
    on = DateField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    family = forms.CharField(
        widget=Combobox("/options/", {"7": "Banerjee"}.get),
        required=False,
        help_text="Name or phone",
    )


GIVEN = {"title": "Anika turns 7", "amount": "12,50", "kind": "a", "family": "7"}


def draw(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def give(*, title, amount, on, kind, family, by):
    return (title, amount, kind, by)


def test_what_was_typed_is_handed_to_the_operation():
    form = GiftForm(GIVEN, account=EURO)
    assert form.perform(give, by="Riley") == ("Anika turns 7", 1250, "a", "Riley")


def test_where_nothing_is_chosen_a_word_stands_and_no_dashes():
    class Sorting(OperationForm):
        user = forms.ModelChoiceField(Location.objects.none())
        friend = forms.ModelChoiceField(Location.objects.none(), required=False)
        other = forms.ModelChoiceField(Location.objects.none(), empty_label="Somebody else")

    form = Sorting()
    assert [str(field.empty_label) for field in form.fields.values()] == [
        "Choose",
        "None",
        "Somebody else",
    ]
    assert '<option value="" selected>Choose</option>' in str(form["user"])


def test_an_invalid_form_runs_nothing():
    def never(**kwargs):
        pytest.fail("the operation ran")

    form = GiftForm({**GIVEN, "amount": "-5"}, account=EURO)
    assert form.perform(never) is None
    assert form.errors == {"amount": ["Enter an amount of zero or more."]}


@pytest.mark.parametrize(
    ("field", "place"), [("title", "title"), (None, "__all__"), ("station", "__all__")]
)
def test_a_refusal_stands_beside_its_field_or_on_top(field, place):
    def refuse(**kwargs):
        raise Refused("That slot is taken.", field=field)

    form = GiftForm(GIVEN, account=EURO)
    assert form.perform(refuse) is None
    assert form.errors == {place: ["That slot is taken."]}


def test_a_draft_shows_exactly_what_was_typed_and_judges_nothing():
    form = GiftForm.as_typed(QueryDict("title=&amount=-5&on=soon&kind=z"), account=EURO)
    assert form.errors == {}
    assert (form["amount"].value(), form["on"].value()) == ("-5", "soon")
    assert "error" not in draw("{% fields form %}", form=form)
    assert 'value="-5"' in draw("{% field form.amount %}", form=form)


def test_a_draft_is_never_saved():
    form = GiftForm.as_typed(GIVEN, account=EURO)
    assert not form.is_valid()
    assert form.perform(give, by="Riley") is None


def test_the_summary_links_each_reason_to_the_control_that_takes_the_focus():
    form = GiftForm({"family": "x"}, account=EURO)
    form.add_error("family", "Nobody of that name.")
    form.add_error(None, "The page is old.")
    assert [(error.control, error.label) for error in form.error_list()] == [
        ("", ""),
        ("id_title", "Title"),
        ("id_amount", "Amount"),
        ("id_kind_0", "Kind"),
        ("id_family_text", "Family"),
    ]
    summary = draw("{% form_errors form %}", form=form)
    assert summary.count("<li>") == 5
    assert 'href="#id_kind_0"' in summary


def test_a_form_without_errors_has_no_summary():
    assert draw("{% form_errors form %}", form=GiftForm(account=EURO)) == ""


def test_a_field_says_its_hint_and_its_error_to_a_screen_reader():
    form = GiftForm({"title": "", "amount": "x"}, account=EURO)
    html = draw('{% field form.amount hint="Without tax" %}', form=form)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'id="id_amount_helptext"' in html
    assert 'id="id_amount_error"' in html


def test_a_combobox_comes_back_with_the_name_of_what_was_chosen():
    html = draw("{% field form.family %}", form=GiftForm(GIVEN, account=EURO))
    assert 'name="family_text" value="Banerjee"' in html
    assert 'name="family" id="id_family" value="7"' in html
    assert 'aria-describedby="id_family_helptext"' in html


def test_a_combobox_keeps_what_was_typed_and_not_chosen():
    form = GiftForm.as_typed({"family": "", "family_text": "Baner"}, account=EURO)
    assert 'name="family_text" value="Baner"' in draw("{% field form.family %}", form=form)


def test_markup_in_what_was_typed_stays_text():
    form = GiftForm({"title": "<b>Mia</b>", "amount": '"><script>'}, account=EURO)
    html = draw("{% form_errors form %}{% fields form %}", form=form)
    assert "<b>Mia" not in html
    assert "<script>" not in html
