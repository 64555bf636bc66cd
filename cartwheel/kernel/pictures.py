"""Pictures: read by Pillow, written anew, kept under a name nobody can guess.

What is stored is never what was uploaded: it is decoded and encoded again, without what a camera
wrote beside it (place, owner), and turned upright. Beside each picture lies a small square one;
a logo has none, and keeps what can be seen through.
"""

from io import BytesIO
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from cartwheel.kernel.refusals import Refused

LARGEST_FILE = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000  # decoded, some 180 MB
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE, SMALL_SIDE = 1200, 160
LOGO = (640, 240)


def store_picture(folder: str, upload: IO[bytes], size: int, *, field: str = "photo") -> str:
    """Keep the picture and its small square; the name of the first.

    Refuses what is no picture, beside ``field``.
    """
    picture = _on_white(_read(upload, size, field))
    name = f"{folder}/{uuid4().hex}.jpg"
    _save(name, ImageOps.contain(picture, (LONGEST_SIDE, LONGEST_SIDE)))
    _save(small_of(name), ImageOps.fit(picture, (SMALL_SIDE, SMALL_SIDE), centering=(0.5, 0.35)))
    return name


def store_logo(folder: str, upload: IO[bytes], size: int, *, field: str = "photo") -> str:
    """Keep the logo, at most 640 pixels wide and 240 high; its name. Refuses what is no picture."""
    logo = _read(upload, size, field)
    logo.thumbnail(LOGO)
    name, out = f"{folder}/{uuid4().hex}.png", BytesIO()
    logo.save(out, "PNG", optimize=True)
    default_storage.save(name, ContentFile(out.getvalue()))
    return name


def small_of(name: str) -> str:
    """The name of the small square beside a picture."""
    return name.removesuffix(".jpg") + "-small.jpg"


def forget_picture(name: str) -> None:
    """Take the picture or the logo away, if it is there, and the small square beside it."""
    if name:
        default_storage.delete(name)
        default_storage.delete(small_of(name))


def _read(upload: IO[bytes], size: int, field: str) -> Image.Image:
    if size > LARGEST_FILE:
        raise Refused(_("Choose a picture of at most 12 MB."), field=field)
    try:
        opened = Image.open(upload, formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(_("Choose a picture of at most 60 megapixels."), field=field)
        return ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(_("Choose a JPEG, PNG or WebP picture."), field=field) from None


def _on_white(picture: Image.Image) -> Image.Image:
    """JPEG knows no transparency: what can be seen through shows white."""
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("RGB")


def _save(name: str, picture: Image.Image) -> None:
    out = BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    default_storage.save(name, ContentFile(out.getvalue()))
