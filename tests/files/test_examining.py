"""What a file is, is decided by its content, in a process that nothing escapes."""

import io
import json
import sys
import time
from types import SimpleNamespace

import pytest
from pikepdf import (
    Array,
    Dictionary,
    Name,
    Pdf,
    Stream,
    String,
)
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from app.core import confined
from app.files import examining, inside, names, pdf_check, pdfs
from app.files.examining import Examined, Patience, examine
from app.files.inside import examined
from app.files.verdict import MOST, Kind, Refused, Why
from tests.files import corpus
from tests.files.built import PLACE, unpacked


@pytest.mark.parametrize("name", corpus.REFUSED)
def test_what_is_not_taken_is_refused_for_its_reason(name):
    content, why = corpus.REFUSED[name]
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        examine(content)

    assert refused.value.why in why
    assert time.monotonic() - began < 30
    if content:
        with pytest.raises(Refused) as refused:
            examined(content)
        assert refused.value.why in why


@pytest.mark.parametrize("name", corpus.DISARMED)
def test_nothing_of_a_pdf_that_acts_hides_or_tells_is_left(name):
    kind, kept = examined(corpus.DISARMED[name])
    plain = unpacked(kept)

    assert kind == Kind.PDF
    for bait in (
        corpus.BAIT,
        corpus.SCRIPT,
        "bait",
        "JavaScript",
        "OpenAction",
        "/Next",
        "/Launch",
    ):
        assert bait.encode() not in plain, bait
    with Pdf.open(io.BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 2
        pdf.pages[0].contents_coalesce()
        assert b"(Shown) Tj" in pdf.pages[0].Contents.read_bytes()
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/StructTreeRoot", "/Version"}
        assert "/Info" not in pdf.trailer


def test_links_that_are_pressed_lead_on_and_do_nothing_else():
    def change(made: Pdf) -> None:
        to = Array([made.pages[1].obj, Name.Fit])
        link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": [0, 0, 9, 9]}
        address = Dictionary(S=Name.URI, URI=String("https://un.org/a"), IsMap=True)
        made.pages[0].obj.Annots = Array([
            Dictionary(**link, A=address), Dictionary(**link, Dest=to),
            Dictionary(**link, A=Dictionary(S=Name.GoTo, D=to)),
        ])  # fmt: skip

    with Pdf.open(io.BytesIO(examined(corpus.pdf(change))[1])) as pdf:
        first, *others = pdf.pages[0].obj.Annots
        assert dict(first.A.items()) == {"/S": Name.URI, "/URI": String("https://un.org/a")}
        assert [one.Dest[0].objgen for one in others] == [pdf.pages[1].obj.objgen] * 2


def test_what_was_filled_into_a_form_stays_on_the_page():
    def change(made: Pdf) -> None:
        shown = Stream(made, b"BT (Filled in) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        shown.BBox = Array([0, 0, 9, 9])
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), F=4,
            Rect=[0, 0, 9, 9], AP=Dictionary(N=shown),
        )  # fmt: skip
        made.pages[0].obj.Annots = Array([made.make_indirect(field)])
        made.Root.AcroForm = Dictionary(Fields=made.pages[0].obj.Annots)

    kept = examined(corpus.pdf(change))[1]

    assert b"Filled in" in unpacked(kept)
    assert b"/Widget" not in unpacked(kept)


@pytest.mark.parametrize(("name", "content", "kind"), list(corpus.taken()))
def test_good_files_of_every_kind_are_taken(name, content, kind):
    found = examine(content)

    assert found.kind == kind, name
    assert examined(content) == (found.kind, found.content)
    assert examine(found.content) == Examined(kind, found.content) or kind not in {
        Kind.PDF, Kind.TEXT
    }  # fmt: skip


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_nothing_is_left_of_where_and_with_what_an_image_was_made(form):
    made, out, exif = Image.new("RGB", (30, 20), "red"), io.BytesIO(), Image.Exif()
    exif[Base.Orientation], exif[Base.Make] = 6, PLACE.decode()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = PLACE
    more = {"xmp": b"<x>" + PLACE + b"</x>"} if form != "PNG" else {}
    made.save(out, form, exif=exif, comment=PLACE, **more)
    assert PLACE in out.getvalue()
    kept = examined(out.getvalue() + PLACE)[1]

    assert PLACE not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (20, 30)
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(shown.info)
        red, green, blue = shown.convert("RGB").getpixel((5, 5))
    assert (red > 200, max(green, blue) < 60) == (True, True)


def test_text_keeps_its_words_and_nothing_else():
    assert examined("\ufeffÀ\r\nb\rc".encode()) == (Kind.TEXT, "À\nb\nc".encode())


@pytest.mark.parametrize(
    "does",
    [
        "import os; os.kill(os.getpid(), 11)",
        "raise SystemExit(3)",
        "print('no answer')",
        'import sys; sys.stdout.write(\'{"kind": "exe"}\\n\')',
        "while True: pass",
    ],
)
def test_an_examination_that_crashes_or_hangs_is_a_refusal(does, monkeypatch):
    monkeypatch.setattr(examining, "PATIENCE", 1.0)
    with pytest.raises(Refused) as refused:
        examine(b"x", command=(sys.executable, "-c", does))

    assert refused.value.why == Why.FAILED


def test_the_files_of_one_form_have_their_time_together():
    with pytest.raises(Refused) as refused:
        examine(b"x", Patience(0.0))

    assert refused.value.why == Why.FAILED


def test_the_process_knows_no_secret_and_has_limits(monkeypatch):
    monkeypatch.setenv("PORTAL_SEAL_KEY", "secret")
    tell = (
        "import json, os, sys\nfrom app.files import inside\n"
        "import resource\n[resource.setrlimit(l, (m, m)) for l, m in inside.LIMITS.items()]\n"
        "try:\n bytearray(2**31); big = 'got'\nexcept MemoryError: big = 'refused'\n"
        "try:\n file = os.open('/tmp/written-by-a-file', os.O_CREAT | os.O_WRONLY)\n"
        " os.write(file, b'x'); wrote = 'wrote'\n"
        "except OSError: wrote = 'refused'\n"
        "said = ' '.join([big, wrote, *(k for k in os.environ if 'PORTAL' in k)])\n"
        'sys.stdout.write(\'{"kind": "txt"}\\n\' + said)'
    )

    assert examine(b"x", command=(sys.executable, "-c", tell)).content == b"refused refused"


def test_too_much_is_refused_before_anything_is_read():
    with pytest.raises(Refused) as refused:
        examine(b"a" * (MOST + 1), command=("never", "run"))

    assert refused.value.why == Why.LARGE


NAMES = {
    "Report 2019.PDF": "Report 2019.pdf",
    "../../etc/passwd": "passwd.pdf",
    "C:\\Users\\somebody\\plan.docx": "plan.pdf",
    "invoice.pdf.exe": "invoice.pdf",
    "evil\u202efdp.exe": "evilfdp.pdf",
    "a\x00b.pdf": "a b.pdf",
    'quo"te\r\nSet-Cookie: x.pdf': "quo te Set-Cookie x.pdf",
    "": "file.pdf",
    "...": "file.pdf",
    "CON.txt": "file CON.pdf",
    "Rapport d’évaluation.pdf": "Rapport d’évaluation.pdf",
    "تقرير.pdf": "تقرير.pdf",
    "zero\u200bwidth": "zerowidth.pdf",
    "x" * 1000: "x" * 100 + ".pdf",
    "version 1.2": "version 1.2.pdf",
    "<script>.html": "script.pdf",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items())
def test_names_are_safe_and_end_as_the_content_wants(given, kept):
    assert names.cleaned(given, Kind.PDF) == kept


def _of(made: Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_deleted_page_is_reached_by_nothing_and_what_readers_aloud_need_stays():
    made = Pdf.new()
    for words in (b"Kept", b"Deleted"):
        page = made.add_blank_page(page_size=(200, 200))
        page.Contents = made.make_stream(b"BT (%s) Tj ET" % words)
    kept, gone = (page.obj for page in made.pages)
    elements = [
        Dictionary(S=Name.P, Pg=gone, ActualText=String("Deleted words")),
        Dictionary(S=Name.TH, Pg=kept, Alt=String("Of the kept"), A=Dictionary(O=Name.Table)),
        Dictionary(S=Name.Note, K=Dictionary(Type=Name.OBJR, Obj=Dictionary(T=String("Deleted")))),
    ]
    tree = Dictionary(K=Array([made.make_indirect(one) for one in elements]))
    made.Root.StructTreeRoot = made.make_indirect(tree)
    link = Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=Array([gone, Name.Fit]))
    made.pages[0].Annots = Array([made.make_indirect(link)])
    del made.pages[1]
    assert b"Deleted" in unpacked(_of(made))

    found = unpacked(pdfs.rewritten(_of(made)))

    assert b"Deleted" not in found
    assert b"(Kept) Tj" in found
    assert b"Of the kept" in found


def test_what_was_filled_in_is_read_also_where_nothing_was_drawn():
    made = Pdf.new()
    made.add_blank_page(page_size=(200, 200))
    look = String("/Helv 12 Tf 0 g")
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), DA=look,
            V=String("Filled in"), Rect=Array([10, 10, 150, 40]),
        )
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made.pages[0].Annots = Array([field])
    fonts = Dictionary(Font=Dictionary(Helv=made.make_indirect(font)))
    form = Dictionary(Fields=Array([field]), NeedAppearances=True, DA=look, DR=fonts)
    made.Root.AcroForm = made.make_indirect(form)

    assert b"Filled in" in unpacked(pdfs.rewritten(_of(made)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"words", {"kind": "txt"}),
        (corpus.REFUSED["zip"][0], {"why": "archive"}),
        (None, {"why": "bomb"}),
    ],
)
def test_the_process_answers_under_its_limits(monkeypatch, content, says):
    limits: dict[int, tuple[int, int]] = {}
    out = SimpleNamespace(buffer=io.BytesIO())
    monkeypatch.setattr(confined.resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(inside.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content or b"x")))
    monkeypatch.setattr(inside.sys, "stdout", out)
    if content is None:
        monkeypatch.setattr(inside, "examined", _exhausts)
    inside.main()

    said, _, kept = out.buffer.getvalue().partition(b"\n")
    assert json.loads(said) == says
    assert kept == (content if "kind" in says else b"")
    assert limits == {limit: (most, most) for limit, most in inside.LIMITS.items()}


def _exhausts(_content: bytes) -> None:
    raise MemoryError


def test_colours_are_those_that_the_profile_means():
    made = Image.new("RGB", (4, 4), "red")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given in (profile, b"no profile"):
        out = io.BytesIO()
        made.save(out, "PNG", icc_profile=given)
        with Image.open(io.BytesIO(examined(out.getvalue())[1])) as kept:
            assert kept.getpixel((1, 1)) == (255, 0, 0)
            assert "icc_profile" not in kept.info


@pytest.mark.parametrize("name", [one for one in corpus.DISARMED if "after" not in one])
def test_what_was_not_written_anew_is_not_clean(name):
    with pytest.raises(Refused):
        pdf_check.ensure_clean(corpus.DISARMED[name])
