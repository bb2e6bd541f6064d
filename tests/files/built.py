"""Files built for tests: PDFs that carry pictures, draw within drawings, or unpack to too much."""

import base64
import io
import zlib

from pikepdf import (
    Array,
    Dictionary,
    Name,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
)
from PIL import Image

from app.files.verdict import MOST_UNPACKED, Why
from tests.files import corpus

PLACE = b"SECRET PLACE"


RAW = {"stream_decode_level": StreamDecodeLevel.none, "compress_streams": False}


SIDE = b"/W 256 /H 256 /CS /RGB /BPC 8 "


def unpacked(content: bytes) -> bytes:
    """Return a PDF with nothing packed, so that whatever stands in it can be found."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(content)) as found:
        found.save(
            out,
            qdf=True,
            object_stream_mode=ObjectStreamMode.disable,
            stream_decode_level=StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    return out.getvalue()


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
        made.pages[0].Resources.XObject = Dictionary(I=made.make_indirect(one))

    return corpus.pdf(change, **RAW)


def inline(data: bytes, said: bytes = b"/F /DCT", sides: bytes = SIDE) -> bytes:
    """Return what draws words, a picture, and words."""
    return b"BT (Before) Tj ET BI " + sides + said + b" ID " + data + b"\nEI BT (After) Tj ET"


def drawing(content: bytes, where: str) -> bytes:
    """Return a PDF that draws ``content`` on its page, in a drawing, a pattern or a letter."""

    def change(made: Pdf) -> None:
        page = made.pages[0]
        more: dict[str, Name | int] = {"Subtype": Name.Form} if where == "/XObject" else {}
        if where == "/Pattern":
            more = {"PatternType": 1}
        one = made.make_indirect(Stream(made, content, BBox=Array([0, 0, 9, 9]), **more))
        if where == "page":
            page.Contents = one
        elif where == "parts":
            half = content.index(b" ID ")
            page.Contents = Array(
                [made.make_stream(content[:half]), made.make_stream(content[half:])]
            )
        elif where == "letter":
            font = Dictionary(Subtype=Name.Type3, CharProcs=Dictionary(A=one))
            page.Resources.Font = Dictionary(T=made.make_indirect(font))
        else:
            page.Resources[where] = Dictionary(X=one)

    return corpus.pdf(change)


def nested(deep: int, times: int, *, itself: bool = False, named: bytes = b"/D Do ") -> bytes:
    """Return a PDF of drawings, each of which draws the next so many times."""

    def change(made: Pdf) -> None:
        below = Stream(made, b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        below = last = made.make_indirect(below)
        for _ in range(deep - 1):
            one = Stream(made, named * times, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
            one.Resources = Dictionary(XObject=Dictionary(D=below))
            below = made.make_indirect(one)
        if itself:
            last.write(b"/D Do")
            last.Resources = Dictionary(XObject=Dictionary(D=below))
        made.pages[0].Resources.XObject = Dictionary(D=below)
        made.pages[0].Contents = made.make_stream(b"/D Do")

    return corpus.pdf(change)


def held(size: int, ways: str = "/FlateDecode", *, twice: bool = False) -> bytes:
    """Return a PDF whose only page lies in an object stream with so many blanks behind it."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"]  # fmt: skip
    places, at = [], 0
    for number, one in enumerate(parts, 1):
        places.append(b"%d %d" % (number, at))
        at += len(one) + 1
    first = b" ".join(places) + b" "
    data = zlib.compress(first + b" ".join(parts) + b" " * size, 9)
    data = zlib.compress(data, 9) if twice else data
    head = b"%PDF-1.5\n"
    object_stream = (
        b"4 0 obj\n<< /Type /Obj#53tm /N 3 /First %d /Filter %s /Length %d >>\nstream\n"
        % (len(first), ways.encode(), len(data))
    ) + data + b"\nendstream\nendobj\n"  # fmt: skip
    table = b"\0\0\0\0\0" + b"".join(b"\2\0\0\4" + bytes([at]) for at in range(3))
    table += b"\1" + len(head).to_bytes(3) + b"\0"
    table += b"\1" + (len(head) + len(object_stream)).to_bytes(3) + b"\0"
    said = b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 3 1] /Root 1 0 R /Length %d >>\nstream\n"
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(head) + len(object_stream))
    return head + object_stream + said % len(table) + table + end


BOMBS = {
    "letters": (corpus.FLAT.hex().encode() + b">", ["/ASCIIHexDecode", "/FlateDecode"], Why.BOMB),
    "short names": (corpus.FLAT.hex().encode() + b">", ["/AHx", "/Fl"], Why.BOMB),
    "eighty-five": (
        base64.a85encode(corpus.FLAT) + b"~>", ["/ASCII85Decode", "/FlateDecode"], Why.BOMB,
    ),
    "letters twice": (b"z" * 9_000_000, ["/ASCII85Decode", "/ASCII85Decode"], Why.BOMB),
    "runs": (b"\x81a" * 4_000_000, ["/RunLengthDecode"], Why.BOMB),
    "runs packed": (corpus.FLAT, ["/FlateDecode", "/RunLengthDecode"], Why.BOMB),
    "old": (corpus.old(MOST_UNPACKED + 1), ["/LZWDecode"], Why.BOMB),
    "old packed": (corpus.FLAT, ["/FlateDecode", "/LZWDecode"], Why.BOMB),
}  # fmt: skip
