import pytest

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.kernel.tenancy import tenant


@pytest.fixture
def works(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return open_account(slug="works", name="The Works")


@pytest.fixture
def wanda(works: Account):
    with tenant(works.pk):
        yield Actor(works, "staff", "Wanda", id=7, everything=True)
