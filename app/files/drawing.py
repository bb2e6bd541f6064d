"""The process that draws a picture for the manual: as every image, then sized down for slow lines.

It answers with a PNG or a JPEG: readers of books, Word and the press take no others everywhere.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.files.inside import answer
from app.files.verdict import MOST, Kind, Refused, Why

if TYPE_CHECKING:
    from PIL import Image  # loaded under the limits only

WIDEST, HIGHEST = 1600, 4000
QUALITY = 85
HEAVY = 400 * 1024
"""A PNG without clear points that is larger than this is a photograph, or looks like one."""
LOSSLESS = b"VP8L"
_FORM = slice(12, 16)
OPAQUE = 255
PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})


def drawn(content: bytes) -> tuple[Kind, bytes]:
    """Return what a picture becomes: nothing but its points, at most 1,600 of them beside another.

    Raises:
        Refused: when it is not taken.
    """
    from PIL import Image  # noqa: PLC0415 - under the limits

    from app.files import images, jpegs  # noqa: PLC0415 - under the limits

    kind = _kind(content)
    with Image.open(BytesIO(images.redrawn(content, kind))) as whole:
        picture = _fitted(whole)
    clear = "A" in picture.getbands() and any(picture.getchannel("A").histogram()[:OPAQUE])
    lossy = kind is Kind.JPEG or (kind is Kind.WEBP and content[_FORM] != LOSSLESS)
    kept = b"" if lossy and not clear else _written(picture, "PNG", optimize=True)
    if clear or (kept and len(kept) <= HEAVY):
        return Kind.PNG, kept
    plain = picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
    points, _ = jpegs.stripped(_written(plain, "JPEG", quality=QUALITY, optimize=True))
    return (Kind.PNG, kept) if kept and len(kept) <= len(points) else (Kind.JPEG, points)


def _kind(content: bytes) -> Kind:
    from app.files import kinds  # noqa: PLC0415 - under the limits

    if len(content) > MOST:
        raise Refused(Why.LARGE)
    try:
        kind = kinds.kind_of(content)
    except Refused as refused:
        raise refused if refused.why is Why.EMPTY else Refused(Why.NO_FIGURE) from None
    if kind not in PICTURES:
        raise Refused(Why.NO_FIGURE)
    return kind


def _fitted(picture: "Image.Image") -> "Image.Image":
    """Return a picture that is not wider or higher than one may be."""
    from PIL import Image  # noqa: PLC0415 - under the limits

    picture.load()
    part = min(1.0, WIDEST / picture.width, HIGHEST / picture.height)
    if part == 1.0:
        return picture
    smooth = picture.convert("L") if picture.mode == "1" else picture
    width, height = (max(1, round(side * part)) for side in picture.size)
    return smooth.resize((width, height), Image.Resampling.LANCZOS)


def _written(picture: "Image.Image", form: str, **how: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


if __name__ == "__main__":
    answer(drawn)
