import pytest
from django.urls import reverse

from cartwheel.domain.catalog.operations import change_program
from cartwheel.office.ledger.tests.conftest import text_of


def at(page, *args):
    return reverse(f"office:{page}", args=["otters", *args])


def test_the_page_lists_what_there_is(otters, olive):
    page = text_of(olive.get(at("money-settings")))

    assert "Programs New program Parties" in page
    assert "Sales tax Otter Bay 8.25%" in page


def test_only_who_may_set_up_sees_it(otters, dana):
    assert dana.get(at("money-settings")).status_code == 403


def test_a_program_is_added_renamed_and_archived(otters, olive):
    olive.post(at("new-program"), {"name": "Swim"})
    swim = otters.account.programs.get(name="Swim")
    olive.post(at("edit-program", swim.pk), {"name": "Swim school", "version": swim.version})
    olive.post(at("archive-program", swim.pk))

    page = text_of(olive.get(at("money-settings")))
    assert "Swim school is no longer offered." in page
    assert "Swim school Archived" in page
    olive.post(at("archive-program", swim.pk))
    assert otters.account.programs.get(name="Swim school").archived_at is None


def test_a_name_that_is_taken_comes_back_with_the_reason(otters, olive):
    response = olive.post(at("new-program"), {"name": "parties"})

    assert response.status_code == 422
    assert "There is already one of that name." in text_of(response)


def test_a_stale_tab_overwrites_nothing(otters, olive):
    program = otters.account.programs.get()
    change_program(program, name="Birthdays", version=1, by=otters.owner)

    response = olive.post(at("edit-program", program.pk), {"name": "Parties!", "version": 1})

    assert response.status_code == 422
    assert "It is now: Birthdays." in text_of(response)
    assert 'value="Parties!"' in response.content.decode()
    assert otters.account.programs.get().name == "Birthdays"


def test_a_category_expires(otters, olive):
    olive.post(at("new-charge-category"), {"title": "Fall", "expires_on": "2020-12-31"})

    assert "Fall until Dec 31, 2020 Expired" in text_of(olive.get(at("money-settings")))


@pytest.mark.parametrize(
    ("percent", "ok"), [("8.25", True), ("0", True), ("100", False), ("-1", False), ("x", False)]
)
def test_a_tax_is_a_percentage(otters, olive, percent, ok):
    form = {"location": otters.point.pk, "name": "City tax", "percent": percent}

    response = olive.post(at("new-tax-rate"), form)

    assert response.status_code == (302 if ok else 422)


def test_a_tax_rate_changes_and_stays_at_its_location(otters, olive):
    address = at("edit-tax-rate", otters.tax.pk)
    assert 'value="8.25"' in olive.get(address).content.decode()

    olive.post(address, {"name": "Sales tax", "percent": "9", "version": 1})

    otters.tax.refresh_from_db()
    assert (str(otters.tax), otters.tax.location) == ("Sales tax 9%", otters.bay)


def test_the_rows_of_a_stranger_are_not_there(otters, harbor, olive):
    from cartwheel.kernel.tenancy import tenant

    with tenant(harbor.pk):
        rate, program = harbor.tax_rates.first(), harbor.programs.first()

    assert olive.get(at("edit-tax-rate", rate.pk)).status_code == 404
    assert olive.get(at("edit-program", program.pk)).status_code == 404
