"""What every page at a tablet, and behind a link from a letter, is."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.utils import timezone

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.paperwork.operations import Circumstances
from cartwheel.ui.public import PublicView


class KioskView(PublicView):
    namespace: ClassVar[str] = "kiosks"

    def circumstances(self, location: Location, source: str, sitting: str) -> Circumstances:
        return Circumstances(
            now=timezone.now(),
            location=location,
            source=source,
            device=self.request.headers.get("User-Agent", ""),
            sitting=_as_uuid(sitting),
        )


def _as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
