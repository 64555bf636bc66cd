import pytest

from cartwheel.ui.tests.browser import launched


@pytest.fixture(autouse=True)
def _static_files_by_their_plain_names(settings):
    """Tests draw templates without having collected static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session")
def chromium():
    yield from launched()


@pytest.fixture
def guide(live_server, settings):
    """The address of the styleguide on a server of its own."""
    settings.ROOT_URLCONF = "cartwheel.ui.tests.urls"
    return f"{live_server.url}/styleguide/"
