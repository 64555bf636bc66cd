"""The location toggle."""


def test_another_location_is_chosen_until_further_notice(otters, olive):
    answer = olive.post(
        "/a/otters/location/", {"location": otters.point.pk, "next": "/a/otters/messages/?q=a"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/a/otters/messages/?q=a")
    assert olive.get("/a/otters/").context["location"] == otters.point


def test_nobody_is_sent_elsewhere(otters, olive):
    answer = olive.post(
        "/a/otters/location/", {"location": otters.point.pk, "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/a/otters/"


def test_a_location_of_another_business_is_not_there(otters, olive):
    assert olive.post("/a/otters/location/", {"location": "999999"}).status_code == 404
    assert olive.post("/a/otters/location/", {"location": "x"}).status_code == 404
