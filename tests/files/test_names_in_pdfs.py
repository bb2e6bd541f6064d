"""Keys of a PDF mean something where they stand: names that its maker chose act nowhere."""

import io

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from app.files import pdf_check
from app.files.inside import examined
from app.files.pdf_parts import ACTING
from app.files.verdict import Refused
from tests.files import corpus
from tests.files.built import unpacked

HIDING = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")
NAMES = sorted({*ACTING, "/A", "/Pg", "/Dests", "/Names"})


def _resources(made: Pdf) -> Dictionary:
    """Return resources of every class, each under every name by which something could act."""

    def each(value: object) -> Dictionary:
        return Dictionary(dict.fromkeys(NAMES, value))

    form = Stream(made, b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    letter = made.make_indirect(Stream(made, b"500 0 d0"))
    drawn = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, CharProcs=each(letter), FirstChar=65, LastChar=66,
        Widths=Array([500, 500]), Encoding=Dictionary(Differences=Array([65, Name.AA, Name.F])),
        FontBBox=Array([0, 0, 9, 9]), FontMatrix=Array([1, 0, 0, 1, 0, 0]),
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    tile = Stream(made, b"q Q", PatternType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9)
    return Dictionary(
        Font=Dictionary({**dict(each(made.make_indirect(font)).items()), "/Drawn": drawn}),
        XObject=each(made.make_indirect(form)),
        ExtGState=each(Dictionary(SA=True, LW=2)),
        ColorSpace=each(Array([Name.Separation, Name.JS, Name.DeviceGray, Dictionary()])),
        Pattern=each(made.make_indirect(tile)),
        Shading=each(Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray)),
        Properties=each(Dictionary(MCID=1)),
    )


def _named(made: Pdf) -> None:
    found = _resources(made)
    page = made.pages[0].obj
    page.Resources = made.make_indirect(found)
    classes = {name: Dictionary(O=Name.Layout) for name in NAMES}
    roles = dict.fromkeys(NAMES, Name.P)
    made.Root.StructTreeRoot = made.make_indirect(
        Dictionary(RoleMap=Dictionary(roles), ClassMap=Dictionary(classes))
    )


def test_fonts_and_drawings_keep_their_names_whatever_these_would_mean_elsewhere():
    kept = examined(corpus.pdf(_named))[1]

    with Pdf.open(io.BytesIO(kept)) as pdf:
        found = pdf.pages[0].Resources
        for name in HIDING:
            assert sorted(set(found[name].keys()) - {"/Drawn"}) == NAMES, name
        assert sorted(found.Font.Drawn.CharProcs.keys()) == NAMES
        assert dict(found.ExtGState.AA.items()) == {"/SA": True, "/LW": 2}
        structure = pdf.Root.StructTreeRoot
        assert [sorted(one.keys()) for one in (structure.RoleMap, structure.ClassMap)] == [
            NAMES
        ] * 2
    assert examined(kept)[1] == kept


def _script(made: Pdf) -> Dictionary:
    return made.make_indirect(Dictionary(S=Name.JavaScript, JS=String(corpus.SCRIPT)))


def _in(name: str, value: object) -> Dictionary:
    """Return resources in which something stands under a dangerous name that no font is."""
    at = {"/AA", "/JS", "/F", *(["/A"] if isinstance(value, Dictionary) else [])}
    return Dictionary({name: Dictionary(dict.fromkeys(at, value))})


@pytest.mark.parametrize("name", [*HIDING, "/CharProcs", "/Colorants", "/RoleMap", "/ClassMap"])
def test_what_acts_is_taken_away_also_where_names_stand(name):
    for value in (
        _script,
        lambda _made: String(corpus.SCRIPT),
        lambda made: made.make_indirect(Stream(made, corpus.SCRIPT.encode())),
        lambda made: Dictionary(Type=Name.Filespec, EF=Dictionary(F=_script(made)), S=Name.Launch),
    ):

        def change(made: Pdf, value=value) -> None:
            made.pages[0].obj.Resources = _in(name, value(made))
            if name not in HIDING:
                made.pages[0].obj.Resources = Dictionary(Font=Dictionary(X=_in(name, value(made))))

        given = corpus.pdf(change)
        kept = unpacked(examined(given)[1])
        with Pdf.new() as other:
            drawn = name == "/CharProcs" and isinstance(value(other), Stream)  # it is a letter
        assert (corpus.SCRIPT.encode() in kept) is drawn
        assert b"/Launch" not in kept
        assert b"/JavaScript" not in kept
        if not drawn:
            with pytest.raises(Refused):
                pdf_check.ensure_clean(given)


def test_what_is_reached_as_names_and_as_something_that_acts_keeps_no_entry_that_acts():
    def change(made: Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        both = made.make_indirect(Dictionary(AA=font, JS=font, F1=font))
        made.pages[0].obj.Resources = Dictionary(Font=both)
        made.Root.StructTreeRoot = made.make_indirect(Dictionary(K=both))

    with Pdf.open(io.BytesIO(examined(corpus.pdf(change))[1])) as pdf:
        assert list(pdf.pages[0].Resources.Font.keys()) == ["/F1"]
