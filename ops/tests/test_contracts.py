"""The contract of our own for import-linter: rooms are entered through their doors."""

from grimp import ImportGraph

from ops.contracts import DoorsContract

HOUSE = "house.rooms"


def windows(*imports):
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_module(importer)
        graph.add_module(imported)
        graph.add_import(importer=importer, imported=imported)
    options = {"building": HOUSE, "doors": ["models", "queries"]}
    contract = DoorsContract("Doors", session_options={}, contract_options=options)
    return contract.check(graph, verbose=False).metadata["windows"]


def test_a_door_and_what_lies_behind_it_are_open_to_all():
    assert windows(("house.hall", f"{HOUSE}.bath.models")) == []
    assert windows((f"{HOUSE}.attic.queries", f"{HOUSE}.bath.models.tub")) == []


def test_climbing_through_a_window_is_seen():
    climb = ("house.hall", f"{HOUSE}.bath.pipes")

    assert windows(climb) == [climb]


def test_inside_a_room_one_goes_where_one_likes():
    assert windows((f"{HOUSE}.bath.models", f"{HOUSE}.bath.pipes")) == []


def test_a_room_with_a_similar_name_is_another_room():
    climb = (f"{HOUSE}.bathhouse.models", f"{HOUSE}.bath.pipes")

    assert windows(climb) == [climb]


def test_tests_may_look_inside():
    assert windows((f"{HOUSE}.attic.tests.test_attic", f"{HOUSE}.bath.pipes")) == []
