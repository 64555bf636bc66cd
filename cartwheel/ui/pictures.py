"""A picture from the storage, as an answer."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from cartwheel.kernel.pictures import small_of


def picture_response(name: str, *, large: bool = False, public: bool = False) -> FileResponse:
    """The picture of this name, or its small square. Raises ``Http404`` when it is not there.

    A ``public`` one may be kept by anybody on the way.
    """
    if not name:
        raise Http404
    try:
        file = default_storage.open(name if large else small_of(name))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"{'public' if public else 'private'}, max-age=3600"
    return response
