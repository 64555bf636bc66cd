"""The menu in the toolbar that changes the location."""


def test_each_location_is_offered_by_name_and_can_be_chosen(otters, olive):
    bay, point = otters.bay, otters.point
    page = olive.get("/a/otters/families/").content.decode()
    menu = page[page.index('popovertarget="location-menu"') :]

    assert "Location: Otter Bay. Change" in menu
    assert f'<button name="location" value="{bay.pk}" aria-current="true">' in menu
    assert f'<button name="location" value="{point.pk}">' in menu
    assert 'name="next" value="/a/otters/families/"' in menu

    olive.post("/a/otters/location/", {"location": point.pk, "next": "/a/otters/families/"})
    page = olive.get("/a/otters/families/").content.decode()
    assert f'<button name="location" value="{point.pk}" aria-current="true">' in page
