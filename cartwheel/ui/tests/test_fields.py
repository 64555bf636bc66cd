import pytest
from django.core.exceptions import ValidationError

from cartwheel.ui.fields import MoneyField, PhoneField, parse_money, parse_phone


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1,234.5", 123450),
        ("$1,234.50", 123450),
        ("1234.5", 123450),
        ("  7 ", 700),
        (".5", 50),
        ("5.", 500),
        ("5.10000", 510),
        ("USD 5", 500),
        ("1,234,567.89", 123456789),
        ("0", 0),
        ("١٢٫٥".replace("٫", "."), 1250),
    ],
)
def test_an_american_amount(text, cents):
    assert parse_money(text, "USD", "en_US") == cents


@pytest.mark.parametrize(
    ("text", "currency", "locale", "cents"),
    [
        ("1 234,50", "EUR", "fr_FR", 123450),
        ("1\u202f234,50 €", "EUR", "fr_FR", 123450),
        ("12.50", "EUR", "fr_FR", 1250),
        ("1.234,50", "EUR", "de_DE", 123450),
        ("1.234", "EUR", "de_DE", 123400),
        ("1'234.50", "CHF", "de_CH", 123450),
        ("1,23,456.00", "INR", "en_IN", 12345600),
        ("￥５００", "JPY", "ja_JP", 500),
    ],
)
def test_an_amount_from_elsewhere(text, currency, locale, cents):
    assert parse_money(text, currency, locale) == cents


@pytest.mark.parametrize("text", ["-5", "(5)", "5-", "−5", "$-5"])
def test_less_than_nothing_is_refused(text):
    with pytest.raises(ValidationError, match="zero or more"):
        parse_money(text, "USD", "en_US")


@pytest.mark.parametrize("text", ["abc", "12,5", "1,23", "1.2.3", "1e5", ".", "12 34", "😀", "NaN"])
def test_what_is_no_amount_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match=r"such as 1,234\.50"):
        parse_money(text, "USD", "en_US")


def test_decimals_that_the_currency_does_not_have_are_refused():
    with pytest.raises(ValidationError, match="at most 2 decimals"):
        parse_money("5.001", "USD", "en_US")
    with pytest.raises(ValidationError, match="no decimals"):
        parse_money("5.5", "JPY", "ja_JP")


def test_the_largest_amount_and_one_cent_more():
    field = MoneyField(max_cents=100_00, locale="en_US")
    assert field.clean("100") == 100_00
    with pytest.raises(ValidationError, match=r"at most \$100\.00"):
        field.clean("100.01")


def test_nothing_typed_is_no_amount():
    assert MoneyField(required=False).clean("  ") is None
    with pytest.raises(ValidationError):
        MoneyField().clean("")


def test_stored_cents_are_shown_as_people_write_them_and_typed_text_as_it_was_typed():
    field = MoneyField(locale="en_US")
    assert field.prepare_value(123450) == "1,234.50"
    assert field.prepare_value("1234.5") == "1234.5"


@pytest.mark.parametrize(
    "text", ["(512) 555-0142", "512.555.0142", "1-512-555-0142", "+1 512 555 0142", " 5125550142"]
)
def test_a_phone_number_however_it_is_written(text):
    assert parse_phone(text) == "+15125550142"


def test_a_number_from_abroad_keeps_its_country():
    assert parse_phone("+44 20 7946 0958") == "+442079460958"
    assert parse_phone("020 7946 0958", "GB") == "+442079460958"


@pytest.mark.parametrize("text", ["12", "abc", "000-000-0000", "555-0142", "😀"])
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="such as"):
        parse_phone(text)


def test_an_extension_is_not_dropped_silently():
    with pytest.raises(ValidationError, match="extension"):
        parse_phone("512 555 0142 x3")


def test_no_number_is_an_empty_text():
    assert PhoneField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["-5", "0", "0.00", "(3)"])
def test_an_amount_that_must_be_above_zero_says_so(typed):
    with pytest.raises(ValidationError, match="more than zero"):
        MoneyField(above_zero=True, locale="en_US").clean(typed)
    assert MoneyField(above_zero=True, locale="en_US").clean("0.01") == 1
