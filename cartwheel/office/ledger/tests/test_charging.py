import pytest

from cartwheel.domain.ledger.queries import balance_of
from cartwheel.office.ledger.tests.conftest import text_of


def filled(desk, *lines, **changed):
    """The form of New Charge, with one line of 100.00 unless told otherwise."""
    form = {
        "title": "",
        "charged_on": desk.today.isoformat(),
        "due_on": desk.today.isoformat(),
        "request_key": "one",
        "lines": ",".join(str(n) for n, _line in enumerate(lines or [{}], start=1)),
        "do": "save",
    }
    for n, line in enumerate(lines or [{}], start=1):
        given = {
            "title": "Leotard",
            "program": desk.program.pk,
            "category": desk.category.pk,
            "quantity": 1,
            "price": "100",
            "discount": "",
            "tax_rate": "",
        } | line
        form |= {f"line{n}-{name}": value for name, value in given.items()}
    return form | changed


def send(browser, desk, *lines, **changed):
    return browser.post(desk.at("new-charge"), filled(desk, *lines, **changed))


def test_an_empty_charge_offers_one_line_with_what_there_is_only_one_of(desk, dana):
    page = dana.get(desk.at("new-charge")).content.decode()

    assert f'<option value="{desk.program.pk}" selected>' in page
    assert 'name="line1-title"' in page
    assert "line2-" not in page


def test_a_charge_is_posted_and_shown(desk, dana):
    response = send(
        dana,
        desk,
        {"tax_rate": desk.tax.pk, "discount": "10.00"},
        {"title": "Grip socks", "quantity": 3, "price": "2.50"},
    )

    charge = desk.family.charges.get()
    assert response.url == desk.at("charge", charge.pk)
    assert (charge.title, charge.total) == ("Leotard", 9000 + 743 + 750)
    assert charge.location == desk.otters.bay
    page = text_of(dana.get(response.url))
    assert "Charge 1001 of $104.93 is on the ledger." in page
    assert "Tax: 8.25% of $90.00, rounded to $7.43" in page
    assert "Amount $100.00 Discount -$10.00 Tax $7.43 Grip socks × 3" in page
    assert "No tax Why this amount?" in page
    assert "Subtotal $107.50 Discount -$10.00 Tax $7.43 Total $104.93" in page
    assert "Amount entered by Dana Whitlock: $2.50 3 × $2.50: $7.50" in page


def test_and_pays_it_at_once(desk, dana):
    response = send(dana, desk, do="save-and-pay")

    charge = desk.family.charges.get()
    assert response.url == f"{desk.at('new-payment')}?charge={charge.pk}"
    page = dana.get(response.url).content.decode()
    assert 'value="100.00"' in page


def test_adding_a_line_keeps_what_is_typed_and_sorts_as_the_one_above(desk, dana):
    page = send(dana, desk, {"title": "Typed"}, do="add-line").content.decode()

    assert 'value="Typed"' in page
    assert 'name="line2-title"' in page
    for select in ("line1-category", "line2-category"):
        options = page.split(f'name="{select}"')[1].split("</select>")[0]
        assert f'<option value="{desk.category.pk}" selected>' in options
    assert desk.family.charges.count() == 0


def test_removing_a_line_leaves_the_others(desk, dana):
    page = send(dana, desk, {"title": "First"}, {"title": "Second"}, do="remove-1")

    assert 'value="Second"' in page.content.decode()
    assert 'value="First"' not in page.content.decode()


def test_the_total_with_tax_is_shown_while_typing(desk, dana):
    page = send(dana, desk, {"tax_rate": desk.tax.pk}, do="")

    assert page.status_code == 200
    assert "Amount $100.00 Tax $8.25 Total $108.25" in text_of(page)
    assert "error" not in page.content.decode().split("<form", 2)[1].split("</form>")[0]


def test_the_total_does_not_wait_for_the_program(desk, dana):
    page = send(dana, desk, {"program": "", "title": ""}, do="")

    assert "Amount $100.00 Total $100.00" in text_of(page)


@pytest.mark.parametrize(
    ("typed", "cents"), [("1,234.5", 123450), ("$1,234.50", 123450), ("7", 700), (".5", 50)]
)
def test_amounts_are_read_as_people_write_them(desk, dana, typed, cents):
    send(dana, desk, {"price": typed})

    assert balance_of(desk.family) == cents


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"price": "-5"}, "Enter an amount of zero or more."),
        ({"price": "five"}, "Enter an amount such as 1,234.50."),
        ({"discount": "100.01"}, "A discount cannot be more than the amount itself."),
        ({"quantity": 0}, "Ensure this value is greater than or equal to 1."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_a_line_that_makes_no_sense_comes_back_as_typed(desk, dana, line, sentence):
    response = send(dana, desk, line)

    assert response.status_code == 422
    assert sentence in text_of(response)
    for typed in line.values():
        assert f'value="{typed}"' in response.content.decode() or typed == ""
    assert desk.family.charges.count() == 0


def test_a_charge_due_before_its_day_is_refused(desk, dana):
    response = send(dana, desk, due_on="2020-01-01")

    assert response.status_code == 422
    assert "A charge cannot be due before its own date." in text_of(response)


def test_a_line_that_was_left_empty_is_no_line(desk, dana):
    send(dana, desk, {}, {"title": "", "price": ""})

    assert desk.family.charges.get().lines.count() == 1


def test_the_same_form_sent_twice_charges_once(desk, dana):
    first, second = send(dana, desk), send(dana, desk)

    assert first.url == second.url
    assert desk.family.charges.count() == 1


def test_the_taxes_of_the_location_at_hand_are_offered(desk, dana):
    other = desk.otters.point.tax_rates.get()

    page = dana.get(desk.at("new-charge")).content.decode()

    assert f'value="{desk.tax.pk}">Sales tax 8.25%' in page
    assert f'value="{other.pk}">Sales tax' not in page
    assert send(dana, desk, {"tax_rate": other.pk}).status_code == 422


def test_a_charge_tells_why_who_paid_it_and_what_happened(desk, dana):
    charge = desk.charge(34500, tax=desk.tax)
    desk.pay(10000)

    page = text_of(dana.get(desk.at("charge", charge.pk)))

    assert "Why this amount? Splash, up to 12 guests: $345.00 Amount: $345.00" in page
    assert "Tax: 8.25% of $345.00, rounded to $28.46 Total: $373.46" in page
    assert "Paid by Payment 1001 Cash" in page
    assert "Subtotal $345.00 Tax $28.46 Total $373.46 Paid $100.00 Due $273.46" in page
    assert "Took a payment of $100.00 (payment 1001)" in page


def test_the_reversal_says_in_numbers_what_it_does(desk, olive):
    charge = desk.charge(30000)
    desk.pay(10000)

    page = text_of(olive.get(desk.at("reverse-charge", charge.pk)))

    assert "Taken off the ledger $300.00 Becomes account credit $100.00" in page
    assert "Family balance now $200.00 Family balance afterwards $100.00 CR" in page


def test_a_charge_is_reversed_with_a_reason(desk, olive):
    charge = desk.charge(30000)
    address = desk.at("reverse-charge", charge.pk)

    assert olive.post(address, {"reason": ""}).status_code == 422
    assert olive.post(address, {"reason": "Canceled"}).url == desk.at("family-ledger")
    assert balance_of(desk.family) == 0
    page = text_of(olive.get(desk.at("charge", charge.pk)))
    assert "Taken back by Charge 1002 : Canceled" in page.replace("1002:", "1002 :")
    assert olive.post(address, {"reason": "Again"}).url == desk.at("charge", charge.pk)
    assert desk.family.charges.count() == 2


def test_the_desk_may_not_reverse(desk, dana):
    charge = desk.charge(30000)

    assert dana.get(desk.at("reverse-charge", charge.pk)).status_code == 403
    assert "Reverse" not in text_of(dana.get(desk.at("charge", charge.pk)))


def test_a_charge_of_another_family_is_not_there(desk, dana):
    charge = desk.charge(100, family=desk.otters.families["Abernathy"])

    assert dana.get(desk.at("charge", charge.pk)).status_code == 404
