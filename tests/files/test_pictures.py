"""Pictures, alone and inside a PDF: their points stay, nothing beside them does."""

import io

import pytest
from pikepdf import Array, Name, Pdf, Stream
from PIL import Image

from app.files import jpegs
from app.files.inside import examined
from app.files.verdict import Kind, Refused, Why
from tests.files import corpus

PLACE = b"SECRET PLACE"
RAW = {"stream_decode_level": corpus.StreamDecodeLevel.none, "compress_streams": False}


def photograph(mode: str = "RGB", **saved: object) -> bytes:
    """Return a JPEG with everything that cameras write, and something after its end."""
    made, out, exif = Image.radial_gradient("L").convert(mode), io.BytesIO(), Image.Exif()
    exif[0x010F] = PLACE.decode()
    made.save(
        out, "JPEG", exif=exif, comment=PLACE, xmp=b"<x>" + PLACE, icc_profile=PLACE * 9,
        **saved,
    )  # fmt: skip
    return out.getvalue() + PLACE


def carrying(content: bytes, *ways: str, size: tuple[int, int] = (256, 256)) -> bytes:
    """Return a PDF with a picture that is packed in these ways."""

    def change(made: Pdf) -> None:
        one = Stream(
            made, content, Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1],
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
            Filter=Array([Name(way) for way in ways]),
        )  # fmt: skip
        made.pages[0].Resources.XObject = corpus.Dictionary(I=made.make_indirect(one))

    return corpus.pdf(change, **RAW)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_photographs_in_a_pdf_lose_what_the_camera_wrote_and_no_point(mode, progressive):
    given = photograph(mode, progressive=progressive)
    for content, ways in (
        (given, ["/DCTDecode"]),
        (corpus.zlib.compress(given), ["/FlateDecode", "/DCTDecode"]),
    ):
        kept = examined(carrying(content, *ways))[1]
        with Pdf.open(io.BytesIO(kept)) as pdf:
            raw = pdf.pages[0].Resources.XObject.I.read_raw_bytes()
        assert PLACE not in kept
        assert (PLACE not in raw, b"Exif" not in raw) == (True, True)
        with Image.open(io.BytesIO(raw)) as shown, Image.open(io.BytesIO(given)) as was:
            assert (shown.mode, shown.tobytes()) == (was.mode, was.tobytes())


@pytest.mark.parametrize(
    ("content", "ways", "size", "why"),
    [
        (photograph(), ["/DCTDecode"], (255, 256), Why.PICTURE),
        (photograph()[:100], ["/DCTDecode"], (256, 256), Why.DAMAGED),
        (b"no picture", ["/DCTDecode"], (256, 256), Why.DAMAGED),
        (photograph().hex().encode(), ["/ASCIIHexDecode", "/DCTDecode"], (256, 256), Why.TANGLED),
        (b"\0\0\0\x0cjP  ", ["/JPXDecode"], (256, 256), Why.PICTURE),
        (b"\0\0\0\0", ["/JBIG2Decode"], (256, 256), Why.PICTURE),
    ],
)
def test_pictures_that_cannot_be_checked_are_refused(content, ways, size, why):
    with pytest.raises(Refused) as refused:
        examined(carrying(content, *ways, size=size))

    assert refused.value.why == why


def test_a_photograph_that_was_stripped_is_as_it_was():
    once, size = jpegs.stripped(photograph())

    assert jpegs.stripped(once) == (once, size)
    assert size == (256, 256)
    assert examined(once)[0] == Kind.JPEG
