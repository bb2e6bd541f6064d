"""Pictures for the manual: nothing but their points, sized down, as PNG or JPEG."""

import random
from io import BytesIO

import pytest
from PIL import Image

from app.files.drawing import HEAVY, drawn
from app.files.verdict import MOST, Kind, Refused, Why
from tests.files.built import PLACE, photograph


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def noise(mode: str, size: tuple[int, int]) -> Image.Image:
    """Return points in no order, which no packing makes smaller."""
    channels = len(Image.new(mode, (1, 1)).getbands())
    points = random.Random(7).randbytes(size[0] * size[1] * channels)  # noqa: S311 - a picture
    return Image.frombytes(mode, size, points)


def looked_at(content: bytes) -> tuple[Kind, Image.Image, bytes]:
    kind, kept = drawn(content)
    with Image.open(BytesIO(kept)) as picture:
        picture.load()
        assert picture.format == {Kind.PNG: "PNG", Kind.JPEG: "JPEG"}[kind]
        return kind, picture, kept


def test_a_drawing_stays_what_it_was_to_the_point():
    given = Image.new("RGB", (300, 200), (20, 60, 120))
    kind, picture, kept = looked_at(saved(given, "PNG"))
    assert (kind, picture.tobytes()) == (Kind.PNG, given.tobytes())
    assert len(kept) <= HEAVY


@pytest.mark.parametrize(
    ("mode", "size", "wanted"),
    [("RGB", (3200, 100), (1600, 50)), ("1", (3200, 100), (1600, 50)),
     ("L", (10, 8000), (5, 4000)), ("RGB", (1600, 4000), (1600, 4000))],
)  # fmt: skip
def test_what_is_too_wide_or_high_is_sized_down(mode, size, wanted):
    assert looked_at(saved(Image.new(mode, size), "PNG"))[1].size == wanted


def test_a_photograph_is_a_jpeg_without_what_the_camera_wrote():
    kind, _picture, kept = looked_at(photograph("RGB", progressive=False))
    assert (kind, PLACE in kept, b"Exif" in kept) == (Kind.JPEG, False, False)


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", Kind.JPEG), ("L", Kind.JPEG), ("RGBA", Kind.PNG)]
)
def test_what_is_heavy_becomes_a_jpeg_unless_one_sees_through_it(mode, kind):
    given = saved(noise(mode, (800, 700)), "PNG")
    assert len(given) > HEAVY
    found, picture, kept = looked_at(given)
    assert (found, picture.size) == (kind, (800, 700))
    assert (len(kept) < 0.8 * len(given)) is (kind is Kind.JPEG)


def test_webp_is_written_as_what_every_reader_takes():
    plain = Image.new("RGB", (60, 40), (200, 10, 10))
    assert looked_at(saved(plain, "WEBP", lossless=True))[0] is Kind.PNG
    assert looked_at(saved(noise("RGB", (60, 40)), "WEBP"))[0] is Kind.JPEG


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", Why.EMPTY), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Why.NO_FIGURE),
     (b"%PDF-1.7\n", Why.NO_FIGURE), (b"words", Why.NO_FIGURE), (bytes(MOST + 1), Why.LARGE)],
)  # fmt: skip
def test_what_is_no_picture_for_a_text_is_refused_for_its_reason(content, why):
    with pytest.raises(Refused) as refused:
        drawn(content)
    assert refused.value.why is why
