import pytest


@pytest.fixture(autouse=True)
def _static_files_by_their_plain_names(settings):
    """Tests draw templates without having collected static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
