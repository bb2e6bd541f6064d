"""Pictures, alone and inside a PDF: their points stay, nothing beside them does."""

import base64
import io
import time

import pytest
from pikepdf import Array, Name, Pdf
from PIL import Image

from app.files import jpegs, names
from app.files.inside import examined
from app.files.verdict import Kind, Refused, Why
from tests.files import corpus
from tests.files.built import BOMBS, PLACE, carrying, photograph


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_photographs_in_a_pdf_lose_what_the_camera_wrote_and_no_point(mode, progressive):
    given = photograph(mode, progressive=progressive)
    for content, ways in (
        (given, ["/DCTDecode"]),
        (corpus.zlib.compress(given), ["/FlateDecode", "/DCTDecode"]),
        (base64.a85encode(given) + b"~>", ["/ASCII85Decode", "/DCTDecode"]),
        (
            corpus.zlib.compress(given).hex().encode() + b">",
            ["/ASCIIHexDecode", "/FlateDecode", "/DCTDecode"],
        ),
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
        (photograph(), ["/DCTDecode", "/DCTDecode"], (256, 256), Why.TANGLED),
        (b"z" * 99, ["/ASCII85Decode", "/DCTDecode"], (256, 256), Why.DAMAGED),
        (b"\0\0\0\x0cjP  ", ["/JPXDecode"], (256, 256), Why.SCAN),
        (b"\0\0\0\0", ["/JBIG2Decode"], (256, 256), Why.SCAN),
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


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["LA", "RGBA", "P"])
def test_colour_that_nobody_sees_is_not_kept(form, mode):
    made, out = Image.new("RGBA", (8, 8), (200, 200, 200, 0)), io.BytesIO()
    made.paste((200, 200, 200, 255), (0, 0, 4, 8))
    made.convert(mode).save(
        out, form, **({"lossless": True, "exact": True} if form == "WEBP" else {})
    )
    with Image.open(io.BytesIO(examined(out.getvalue())[1])) as kept:
        points = kept.convert("RGBA")
        unseen, seen = points.getpixel((7, 7)), points.getpixel((1, 1))

    assert unseen == (0, 0, 0, 0) or (form, unseen[3]) == ("WEBP", 0)
    assert max(abs(one - 200) for one in seen[:3]) < 12
    assert seen[3] == 255


def test_a_photograph_of_a_telephone_is_its_first_picture():
    first, second, out = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (9, 9)), io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    kind, kept = examined(out.getvalue())
    with Image.open(io.BytesIO(kept)) as shown:
        red, _, blue = shown.getpixel((4, 4))

    assert (kind, red > 200, blue < 60, b"MPF" in kept) == (Kind.JPEG, True, True, False)


def layered(**first: object) -> bytes:
    """Return a PDF with a layer, and how its layers are first shown."""

    def change(made: Pdf) -> None:
        layer = made.make_indirect(corpus.Dictionary(Type=Name.OCG, Name=corpus.String("Layer")))
        said = {key: Array([layer]) if found is True else found for key, found in first.items()}
        made.Root.OCProperties = corpus.Dictionary(OCGs=Array([layer]), D=corpus.Dictionary(**said))
        made.pages[0].Resources.Properties = corpus.Dictionary(L=layer)

    return corpus.pdf(change)


def test_layers_that_are_hidden_are_refused_and_shown_ones_are_layers_no_more():
    for shown in ({}, {"ON": True}, {"BaseState": Name.ON, "OFF": Array([])}):
        with Pdf.open(io.BytesIO(examined(layered(**shown))[1])) as pdf:
            assert "/OCProperties" not in pdf.Root
    for hidden in ({"OFF": True}, {"BaseState": Name.OFF}, {"BaseState": Name.Unchanged}):
        with pytest.raises(Refused) as refused:
            examined(layered(**hidden))
        assert refused.value.why == Why.LAYERS


def test_bombs_are_refused_before_they_are_unpacked():
    for name, (data, ways, why) in BOMBS.items():
        given = carrying(data, *ways)
        began = time.process_time()
        with pytest.raises(Refused) as refused:
            examined(given)
        assert refused.value.why == why, name
        assert time.process_time() - began <= 1, name


def test_signs_that_choose_looks_stand_behind_what_has_looks():
    for taken in ("\u2764\ufe0f", "1\ufe0f\u20e3", "\u8fbb\U000e0100", "می\u200cخواهم"):
        assert examined(taken.encode()) == (Kind.TEXT, taken.encode())
    for hidden in ("a\ufe0f", "a\ufe01", "a\U000e0101", "\u2764\ufe0f\ufe0e", "a\U000e0080"):
        with pytest.raises(Refused) as refused:
            examined(hidden.encode())
        assert refused.value.why == Why.HIDDEN_SIGNS
    assert (
        names.cleaned("pl\ufe01\U000e0101an \u2764\ufe0f.pdf", Kind.PDF) == "plan \u2764\ufe0f.pdf"
    )
