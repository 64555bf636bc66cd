"""Pictures: asked for by a form, and answered from the storage."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.pictures import small_of
from cartwheel.ui.forms import OperationForm


class PhotoForm(OperationForm):
    """Gives the operation ``photo`` and its ``size`` in bytes."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("A JPEG, PNG or WebP picture of at most 12 MB."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if photo := cleaned.get("photo"):
            cleaned["size"] = photo.size
        return cleaned


def keep_picture(request: Any, operation: Callable[..., Any], *, kept: str) -> None:
    """Do with the picture that was sent what ``operation`` does; say ``kept``, or why not."""
    form = PhotoForm(request.POST, request.FILES)
    if form.perform(operation, by=request.actor) is None:
        for error in form.error_list():
            messages.error(request, error.text)
    else:
        messages.success(request, kept)


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
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    response = FileResponse(file, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"{'public' if public else 'private'}, max-age=3600"
    return response
