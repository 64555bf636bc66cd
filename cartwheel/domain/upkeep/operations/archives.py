"""Taking the whole account away as a file, and bringing such a file into an empty one."""

from typing import BinaryIO
from uuid import uuid4
from zipfile import is_zipfile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import start
from cartwheel.domain.upkeep.archives.unpacking import is_empty, unpack
from cartwheel.domain.upkeep.tasks import export_account_file, restore_account_file
from cartwheel.kernel.refusals import Refused

LARGEST_FILE = 2 * 1024 * 1024 * 1024


@transaction.atomic
def export_account(*, by: Actor) -> BackgroundTask:
    """Write everything of the account into a file, in the background."""
    return start(_("Export of the whole account"), export_account_file, by=by)


@transaction.atomic
def restore_account(*, file: BinaryIO, name: str, size: int, by: Actor) -> BackgroundTask:
    """Bring an exported account into this one, which must be empty, in the background."""
    if not is_empty(by.account):
        raise Refused(_("This account has customers already. Only an empty one can be filled."))
    if size > LARGEST_FILE:
        raise Refused(_("The file is too large to be sent. Ask whoever runs Cartwheel."))
    if not is_zipfile(file):
        raise Refused(_("This is no whole account exported from Cartwheel."), field="file")
    file.seek(0)
    path = f"accounts/{by.account.pk}/imports/{uuid4().hex}.zip"
    stored = default_storage.save(path, File(file))
    title = _("Bringing in %s") % name
    return start(title, restore_account_file, stored=stored, name=name[-200:], by=by)


@transaction.atomic
def bring_in_account(*, file: BinaryIO, name: str, by: Actor) -> int:
    """The same at once; the number of rows."""
    count = unpack(by.account, file, of=_unseen, done=_unseen)
    record("account.restored", by=by, file=name[-200:], rows=count)
    return count


def _unseen(_steps: int) -> None:
    """Nobody watches the progress."""
