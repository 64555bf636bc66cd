"""Whoever is at the desk types what the caller says; the family must come up."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartwheel.domain.people.models import Family, SearchTerm
from cartwheel.domain.people.operations import (
    Contact,
    add_guardian,
    add_student,
    archive_family,
    change_family,
    change_guardian,
    create_family,
    refresh_all_search_terms,
)
from cartwheel.domain.people.queries import duplicates_of, search_families
from cartwheel.domain.people.search import LAST, asked_for, name_terms, phone_terms
from cartwheel.domain.people.tests.test_families import banerjee
from cartwheel.kernel.tenancy import tenant


def found(business, text, **options):
    return [family.name for family in search_families(business.account, text, **options)]


@pytest.fixture
def families(willow):
    home = banerjee(willow)
    add_guardian(home, first_name="Arun", last_name="O'Brien-Śmigły", by=willow.by)
    add_student(home, first_name="Anika 🦊", last_name="王小明", by=willow.by)
    create_family(
        first_name="Arun",
        last_name="Castellanos",
        phone="+44 20 7946 0958",
        email="castellanos.a@mail.otters.example",
        by=willow.by,
    )
    return willow


@pytest.mark.parametrize(
    "typed",
    [
        "priya",
        "PRIYA BANER",
        "banerjee anika",
        "ban pri ani",
        "obrien",
        "O’Brien",
        "brien",
        "smigly",
        "Śmigły",
        "obriensm",
        "王",
        "🦊",
        "priya@ban",
        "priya@banerjee.example",
        "  Priya@Banerjee.EXAMPLE ",
        "banerjee.ex",
        "(512) 555-0177",
        "512.555.0177",
        "+1 512 555 0177",
        "001 512 555 0177",
        "512-555",
        "5550177",
        "555 0177",
        "0177",
        "anika 5550177",
    ],
)
def test_a_family_is_found_by_whatever_is_known_of_it(families, typed):
    assert found(families, typed) == ["Banerjee"]


@pytest.mark.parametrize("typed", ["020 7946 0958", "+44 (0)20 7946 0958", "0044 20 7946 0958"])
def test_a_number_abroad_is_found_the_way_it_is_written_there(families, typed):
    assert found(families, typed) == ["Castellanos"]


def test_every_word_must_be_found(families):
    assert found(families, "arun") == ["Banerjee", "Castellanos"]
    assert found(families, "arun castellanos") == ["Castellanos"]
    assert found(families, "arun nobody") == []
    assert found(families, "runa") == []


def test_a_text_without_words_finds_everybody(families):
    assert found(families, " ") == ["Banerjee", "Castellanos"]


def test_whose_number_it_is_comes_first(families):
    banerjee(
        families, last_name="Abel", email="5550177@abel.example", phone="", duplicates_seen=True
    )
    create_family(
        first_name="Zoe", last_name="Zulu", phone="", email="555017799@zulu.example", by=families.by
    )

    assert found(families, "555017799") == ["Zulu"]
    assert found(families, "5550177") == ["Abel", "Banerjee", "Zulu"]


def test_archived_families_are_found_when_asked_for(families):
    archive_family(Family.objects.get(name="Castellanos"), by=families.by)

    assert found(families, "arun") == ["Banerjee"]
    assert found(families, "arun", active=False) == ["Castellanos"]
    assert found(families, "arun", active=None) == ["Banerjee", "Castellanos"]


def test_old_names_and_addresses_are_forgotten(families):
    home = Family.objects.get(name="Banerjee")
    priya = home.guardians.get(is_primary=True)

    change_family(home, name="Sen", by=families.by)
    change_guardian(
        priya,
        first_name="Priya",
        last_name="Sen",
        emails=[Contact("priya@sen.example")],
        phones=[],
        by=families.by,
    )

    assert found(families, "banerjee") == []
    assert found(families, "5550177") == []
    assert found(families, "priya@sen.example") == ["Sen"]


def test_the_words_of_all_families_can_be_made_anew(families):
    before = set(SearchTerm.objects.values_list("family", "term"))
    SearchTerm.objects.all().delete()

    assert refresh_all_search_terms(families.account) == 2

    assert set(SearchTerm.objects.values_list("family", "term")) == before


def test_words_of_another_business_find_nothing(families, cedar):
    with tenant(cedar.account.pk):
        assert found(cedar, "priya") == []
        assert found(families, "priya") == []
        assert duplicates_of(families.account, ["priya@banerjee.example"], []) == []


names = st.text(
    st.characters(categories=("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "So", "Pd", "Zs")),
    min_size=1,
    max_size=20,
)


@given(names, st.data())
@settings(max_examples=400)
def test_the_beginning_of_a_name_never_misses_it(name, data):
    typed = name[: data.draw(st.integers(1, len(name)))]

    missed = [
        needle
        for needle in asked_for(typed, "US")
        if not any(term.startswith(needle) for term in name_terms(name))
    ]

    assert missed == []


def test_a_mark_that_stands_by_itself_is_a_word_on_both_sides():
    assert asked_for("Annaͺ", "US") == [("anna",), ("ι",)]
    assert name_terms("Annaͺ") == {"anna", "ι", "annaι"}


@given(st.integers(200_000_0000, 989_999_9999), st.sampled_from("-. /"))
@settings(max_examples=200)
def test_a_number_is_found_in_every_format(number, mark):
    digits = str(number)
    area, office, line = digits[:3], digits[3:6], digits[6:]
    terms = phone_terms(f"+1{digits}")

    for typed in (
        f"({area}) {office}-{line}",
        f"+1{mark}{area}{mark}{office}{mark}{line}",
        f"{area}{mark}{office}{mark}{line}",
        f"{office}{mark}{line}",
        f"1{digits}",
        line,
    ):
        needles = asked_for(typed, "US")
        assert all(any(t.startswith(n) for t in terms for n in needle) for needle in needles), typed


def test_the_index_is_used_under_row_level_security(willow, cedar):
    """Only operators that leak nothing get past the policy; LIKE would read every row."""
    Family.objects.bulk_create(
        Family(account=willow.account, name=f"F{n}", sort_name=f"f{n}") for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into people_searchterm (account_id, family_id, term)"
            " select account_id, id, sort_name || 'x' || n"
            " from people_family, generate_series(0, 4) n where sort_name ~ '^f[0-9]+$'"
        )
        assert cursor.rowcount == 15_000
        cursor.execute("analyze people_family, people_searchterm")

    rare = search_families(willow.account, "f2999x")[:25].explain()
    mixed = search_families(willow.account, "f f2999x (512) 555-0177")[:25].explain()

    for plan, ranges in ((rare, 1), (mixed, 3)):
        assert "Seq Scan on people_searchterm" not in plan
        conditions = [
            line
            for line in plan.splitlines()
            if "Cond:" in line and "term >=" in line.replace("(term)::text", "term")
        ]
        assert len(conditions) >= ranges, plan


@given(names.map(lambda name: sorted(name_terms(name))))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_term_lies_in_the_range_of_each_of_its_beginnings(db, terms):
    """PostgreSQL orders by bytes as Python does by characters."""
    with connection.cursor() as cursor:
        for term in terms:
            for typed in (term[:1], term):
                cursor.execute(
                    'select %s collate "C" between %s and %s', [term, typed, typed + LAST]
                )
                assert cursor.fetchone() == (True,)
