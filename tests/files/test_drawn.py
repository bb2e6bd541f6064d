"""What a PDF draws: photographs within it, drawings within drawings, and how it is packed."""

import io
import time
import zlib
from functools import partial

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from app.files.inside import examined
from app.files.lzw import unpacked_size
from app.files.verdict import Refused, Why
from tests.files import corpus
from tests.files.built import PLACE, carrying, drawing, held, inline, nested, photograph


@pytest.mark.parametrize("where", ["page", "parts", "/XObject", "/Pattern", "letter"])
def test_photographs_within_what_is_drawn_lose_what_the_camera_wrote(where):
    given = photograph()
    kept = examined(drawing(inline(given), where))[1]
    with Pdf.open(io.BytesIO(kept)) as pdf:
        streams = [bytes(one.read_bytes()) for one in pdf.objects if isinstance(one, Stream)]

    (found,) = [one for one in streams if b"Before" in one]
    assert b"Exif" not in found
    assert (found.startswith(b"BT (Before) Tj ET BI"), found.endswith(b"EI BT (After) Tj ET")) == (
        True,
        True,
    )
    points = examined(found[found.index(b"\xff\xd8") :])[1]
    assert points == examined(given)[1]
    assert PLACE not in found
    assert examined(kept)[1] == kept


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (inline(photograph(), sides=b"/W 255 /H 256 "), Why.PICTURE),
        (inline(photograph(), said=b"/F [/Fl /DCT]"), Why.PICTURE),
        (inline(b"no picture"), Why.DAMAGED),
        (inline(b"\0\0\0\x0cjP  ", said=b"/F /JPXDecode"), Why.SCAN),
        (inline(b"\0", said=b"/F/#4ABIG2Decode"), Why.SCAN),
        (inline(b"\0", sides=b"/W 100000 /H 100000 "), Why.BOMB),
        (inline(corpus.FLAT, said=b"/F /Fl"), Why.BOMB),
        (inline(corpus.FLAT.hex().encode() + b">", said=b"/Filter [/AHx /Fl]"), Why.BOMB),
        (inline(corpus.FLAT, said=b"/F [/Fl /Fl]"), Why.BOMB),
        (inline(corpus.old(300_000_000), said=b"/F /LZW"), Why.BOMB),
        (b"BI % a remark\n/X (" + b"y" * 5000 + b") ID \xff\xd8Exif\0\0", Why.PICTURE),
        (b"BI" + b" " * 5000 + b"/W 1 /H 1 ID \0 EI", Why.PICTURE),
        (inline(b"\0", sides=b"/W% a remark\n99999 /H 99999 "), Why.PICTURE),
        (inline(b"\0", sides=b"/X (/W 1 /H 1 (% of) it) /W 99999 /H 99999 "), Why.BOMB),
        (inline(b"\0", sides=b"/W 1 /H 1 /W 99999 /H 99999 "), Why.BOMB),
        (inline(zlib.compress(bytes(99))[:-1] + b"\0", said=b"/F /Fl"), Why.DAMAGED),
    ],
)
def test_pictures_within_what_is_drawn_are_held_to_what_others_are(content, why):
    with pytest.raises(Refused) as refused:
        examined(drawing(content, "page"))

    assert refused.value.why == why


def test_other_pictures_within_what_is_drawn_stay_as_they_are():
    for said, data in (
        (b"/F /Fl", zlib.compress(bytes(99))),
        (b"/F [/AHx /Fl]", zlib.compress(bytes(99)).hex().encode() + b">"),
        (b"/F /CCF", b"\0\1\2"),
        (b"/IM true", b"\x80"),
        (b"/CS [/Indexed /RGB 1 (%a(b)\\)\n)]", b"\x80"),
    ):
        given = inline(data, said)
        kept = examined(drawing(given, "page"))[1]
        with Pdf.open(io.BytesIO(kept)) as pdf:
            assert bytes(pdf.pages[0].Contents.read_bytes()) == given


def test_drawings_lie_within_drawings_as_deep_and_as_often_as_a_page_may_show():
    for taken in (nested(20, 1), nested(4, 20)):
        assert examined(taken)[0] == "pdf"
    for refused, why in (
        (nested(12, 10), Why.BOMB),
        (nested(12, 10, named=b"/#44 % a remark\n 0 Do "), Why.BOMB),
        (nested(60, 1), Why.TANGLED),
        (nested(3, 1, itself=True), Why.TANGLED),
    ):
        began = time.process_time()
        with pytest.raises(Refused) as found:
            examined(refused)
        assert (found.value.why, time.process_time() - began < 1) == (why, True)


@pytest.mark.parametrize(
    ("step", "matrix", "why"),
    [(9, None, ""), (0.01, None, Why.BOMB), (9, [0.001, 0, 0, 0.001, 0, 0], Why.BOMB)],
)
def test_a_pattern_counts_once_for_each_tile_that_a_page_takes(step, matrix, why):
    def change(made: Pdf) -> None:
        more = {} if matrix is None else {"Matrix": Array(matrix)}
        tile = Stream(made, b"0 0 1 1 re f " * 10, BBox=Array([0, 0, 9, 9]), **more)
        tile.update(Dictionary(PatternType=1, PaintType=1, XStep=step, YStep=step))
        made.pages[0].Resources = Dictionary(Pattern=Dictionary(P=made.make_indirect(tile)))
        made.pages[0].Contents = made.make_stream(b"/Pattern cs /P scn 0 0 600 800 re f")

    if not why:
        assert examined(corpus.pdf(change))[0] == "pdf"
        return
    with pytest.raises(Refused) as refused:
        examined(corpus.pdf(change))
    assert refused.value.why == why


@pytest.mark.parametrize("words", [b"(" + b"a" * 999 + b"()) Tj", b"(a\\)" + b"b" * 999 + b") Tj"])
def test_letters_that_are_drawn_count_as_often_as_they_are_shown(words):
    def change(made: Pdf, *, chosen: bool = False) -> None:
        letter = made.make_stream(b"0 0 1 1 re f " * 100_000)
        font = made.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=letter))
        )
        state = Dictionary(G=Dictionary(Font=Array([font, 1])))
        made.pages[0].Resources = Dictionary(Font=Dictionary(T=font), ExtGState=state)
        begins = b"/G gs " if chosen else b"/T 1 Tf "
        made.pages[0].Contents = made.make_stream(b"BT " + begins + words + b" ET")

    for how, why in ((change, Why.BOMB), (partial(change, chosen=True), Why.TANGLED)):
        with pytest.raises(Refused) as refused:
            examined(corpus.pdf(how))
        assert refused.value.why == why


def test_drawings_may_share_the_resources_of_their_page_as_many_programs_write_them():
    def change(made: Pdf) -> None:
        one = made.make_indirect(Stream(made, b"q Q", Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
        made.pages[0].Resources = made.make_indirect(Dictionary(XObject=Dictionary(D=one)))
        one.Resources = made.pages[0].Resources
        made.pages[0].Contents = made.make_stream(b"/D Do")

    assert examined(corpus.pdf(change))[0] == "pdf"


def test_object_streams_are_bounded_before_they_are_unpacked():
    assert examined(held(1000))[0] == "pdf"
    for given, why in (
        (held(20_000_000), Why.BOMB),
        (held(20_000_000, "[/FlateDecode /FlateDecode]", twice=True), Why.TANGLED),
        (held(9, "/LZWDecode"), Why.TANGLED),
        (held(20_000_000).replace(b"/N 3", b"/N 3 /X (" + b"x" * 5000 + b")"), Why.BOMB),
    ):
        with pytest.raises(Refused) as refused:
            examined(given)
        assert refused.value.why == why


def test_an_object_stream_that_hides_what_it_is_meets_the_limits_of_the_library():
    hidden = held(20_000_000).replace(b"/N 3", b"/N 3 /X (endobj)")
    with pytest.raises(Refused) as refused:
        examined(hidden)

    assert refused.value.why in {Why.DAMAGED, Why.NO_PAGE}


def test_scans_of_the_nineties_are_taken_and_packed_anew():
    data = corpus.old(256 * 256 * 3)
    kept = examined(carrying(data, "/LZWDecode"))[1]
    text = data.hex().encode() + b">"
    with Pdf.open(io.BytesIO(kept)) as pdf:
        found = pdf.pages[0].Resources.XObject.I
        assert (found.Filter, set(found.read_bytes())) == (Name.FlateDecode, {0})
    assert examined(carrying(text, "/ASCIIHexDecode", "/LZWDecode"))[1] == kept
    with pytest.raises(Refused) as refused:
        examined(carrying(b"\xff" * 99, "/LZWDecode"))
    assert refused.value.why == Why.DAMAGED


def test_the_size_of_old_packing_is_told_as_the_library_unpacks_it():
    size = 4 + sum(range(2, 300))
    data = corpus.old(size)
    with Pdf.new() as made:
        given = Stream(made, data, Filter=Name.LZWDecode, DecodeParms=Dictionary(EarlyChange=1))
        found = len(given.read_bytes())

    assert unpacked_size(data, 10**9) == (found, len(data))
    assert unpacked_size(data, 100)[0] > 100
