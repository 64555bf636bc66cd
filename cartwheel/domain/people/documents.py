"""Papers that customers hand in: looked at before they are kept, under a name nobody can guess."""

from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Organization
from cartwheel.kernel.refusals import Refused

LARGEST_FILE = 12 * 1024 * 1024
# What a file of each kind begins with.
KINDS = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}


def store_document(organization: Organization, upload: IO[bytes], name: str) -> str:
    """Keep the document; its name in the storage. Refuses what is no PDF, JPEG or PNG."""
    content = upload.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refused(_("Choose a file of at most 12 MB."), field="document")
    ending = next(
        (kind for kind in KINDS if name.lower().endswith(kind) and content.startswith(KINDS[kind])),
        None,
    )
    if ending is None:
        raise Refused(_("Choose a PDF, JPEG or PNG file."), field="document")
    path = f"accounts/{organization.account_id}/exemptions/{uuid4().hex}{ending}"
    return default_storage.save(path, ContentFile(content))
