import pytest


@pytest.fixture
def guide(live_server, settings):
    """The address of the styleguide on a server of its own."""
    settings.ROOT_URLCONF = "cartwheel.ui.tests.urls"
    return f"{live_server.url}/styleguide/"
