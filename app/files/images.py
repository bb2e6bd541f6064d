"""Images: drawn anew from their points, so that nothing else of the file is left."""

import warnings
from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from app.files.verdict import MOST_PIXELS, Kind, Refused, Why

FORMATS: Mapping[Kind, str] = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP"}
MODES: Mapping[Kind, tuple[str, ...]] = {
    Kind.PNG: ("1", "L", "LA", "RGB", "RGBA"),
    Kind.JPEG: ("L", "RGB"),
    Kind.WEBP: ("RGB", "RGBA"),
}
"""How points are kept; other ways are turned into one of these."""
CLEAR = frozenset({"LA", "PA", "RGBA", "RGBa", "La"})
QUALITY = 90


def redrawn(content: bytes, kind: Kind) -> bytes:
    """Return an image drawn anew the right way up, in sRGB, without anything beside its points.

    Raises:
        Refused: for one that is damaged, too large, or moves.
    """
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refused(Why.HUGE_IMAGE)
            # A telephone keeps several pictures in one JPEG: the first is the photograph.
            if kind is not Kind.JPEG and getattr(found, "n_frames", 1) > 1:
                raise Refused(Why.MOVING_IMAGE)
            found.load()
            return _drawn(found, kind)
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, EOFError, OverflowError) as bad:
        raise Refused(Why.DAMAGED) from bad


def _drawn(found: Image.Image, kind: Kind) -> bytes:
    upright = ImageOps.exif_transpose(found)
    plain = _without_hidden(_in_mode(_in_srgb(upright), kind))
    plain.info = {}
    out = BytesIO()
    if kind is Kind.PNG:
        plain.save(out, "PNG")
    else:
        plain.save(out, FORMATS[kind], quality=QUALITY)
    return out.getvalue()


def _without_hidden(image: Image.Image) -> Image.Image:
    """Return an image whose points that nobody sees have no colour."""
    if image.mode in {"LA", "RGBA"}:
        unseen = image.getchannel("A").point([255] + [0] * 255)
        image.paste((0,) * len(image.getbands()), mask=unseen)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return an image whose colours are those its profile means, where the profile can be read."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(
            image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return turned or image


def _in_mode(image: Image.Image, kind: Kind) -> Image.Image:
    clear = image.mode in CLEAR or "transparency" in image.info
    if image.mode in MODES[kind] and "transparency" not in image.info:
        return image.copy()
    if image.mode.startswith("I") or image.mode == "F":
        # Sixteen bits of grey become eight: what is kept is for eyes.
        image, clear = image.convert("F").point(lambda value: value / 256), False
        return image.convert("L").convert(MODES[kind][-1] if kind is Kind.WEBP else "L")
    if clear and kind is not Kind.JPEG:
        return image.convert("RGBA")
    return image.convert("RGB")
