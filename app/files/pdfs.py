"""PDF: what is shown on pages stays; all that acts, hides or leads elsewhere goes.

Nothing is looked for that would be bad. The document's own dictionary, its pages and its links are
made of the entries that are known to be harmless, everything else of them is left behind; whatever
is still reached from there loses the entries by which something acts, and what comes out is read
again and has to be clean (see ``pdf_check``).
"""

import zlib
from contextlib import suppress
from io import BytesIO

from pikepdf import (
    Array,
    DataDecodingError,
    Dictionary,
    ForeignObjectError,
    Name,
    Object,
    ObjectStreamMode,
    PasswordError,
    Pdf,
    PdfError,
    StreamDecodeLevel,
    String,
)

from app.files import pdf_check, pdf_inline, pdf_nested, pdf_packed, pdf_pictures
from app.files.pdf_disarming import address_of, disarm, pages_of
from app.files.pdf_parts import LINK, MOST_DEPTH, PAGE, ROOT, TOLD, TREE
from app.files.verdict import Refused, Why

MOST_PAGES = 2_000
BROKEN = (
    PdfError, DataDecodingError, ForeignObjectError, ValueError, TypeError, KeyError, IndexError,
    AttributeError, NotImplementedError, OverflowError, RuntimeError, zlib.error,
)  # fmt: skip
"""What the library raises for documents that are not as they should be."""


def rewritten(content: bytes) -> bytes:
    """Return a PDF written anew from what may stay of it.

    Raises:
        Refused: for one that is locked, damaged, empty, made to exhaust, or not clean afterwards.
    """
    try:
        written = _written(content)
        pdf_check.ensure_clean(written)
    except PasswordError as locked:
        raise Refused(Why.LOCKED) from locked
    except BROKEN as broken:
        raise Refused(Why.DAMAGED) from broken
    return written


def _written(content: bytes) -> bytes:
    pdf_packed.ensure_opens_small(content)
    pdf_packed.limit_opening()
    with Pdf.open(BytesIO(content), suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            raise Refused(Why.LOCKED)
        if not 0 < len(pdf.pages) <= MOST_PAGES:
            raise Refused(Why.NO_PAGE)
        pdf_check.ensure_small(pdf)
        pdf_packed.limit_reading()
        links = [_links(pdf, page.obj) for page in pdf.pages]
        _draw_forms(pdf)
        pdf.flatten_annotations("all")  # what was filled in or drawn becomes part of the page
        for key in [key for key in pdf.trailer.keys() if key in TOLD]:  # noqa: SIM118 - no mapping
            del pdf.trailer[key]
        _keep(pdf.Root, ROOT)
        for page, kept in zip(pdf.pages, links, strict=True):
            _clean(page.obj, kept)
        disarm(pdf, {one.objgen for kept in links for one in kept})
        pdf_pictures.strip(pdf)
        pdf_inline.strip(pdf)
        pdf_nested.ensure_bounded(pdf)
        out = BytesIO()
        pdf.save(
            out,
            preserve_pdfa=False,
            fix_metadata_version=False,
            recompress_flate=True,
            stream_decode_level=StreamDecodeLevel.generalized,
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return out.getvalue()


def _draw_forms(pdf: Pdf) -> None:
    """Draw what was filled in: some programs leave that to whatever shows the document."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        with suppress(PdfError):  # what cannot be drawn stays as it was drawn, if it was
            pdf.generate_appearance_streams()


def _links(pdf: Pdf, page: Object) -> list[Object]:
    found = page.get("/Annots")
    if not isinstance(found, Array):
        return []
    every = [one for one in found if isinstance(one, Dictionary)]
    return [made for one in every if (made := _link(pdf, one)) is not None]


def _clean(page: Object, links: list[Object]) -> None:
    """Leave of a page, and of what stands above it in the tree, what is known to be harmless."""
    _keep(page, PAGE)
    if links:
        page.Annots = Array(links)
    above = page.get("/Parent")
    for _step in range(MOST_DEPTH):
        if above is None:
            return
        _keep(above, TREE)
        above = above.get("/Parent")
    raise Refused(Why.TANGLED)


def _link(pdf: Pdf, found: Object) -> Object | None:
    """Return a link anew, None for any other annotation: a press leads on, nothing else does."""
    if found.get("/Subtype") != Name.Link:
        return None
    made = Dictionary({key: found[key] for key in LINK if key in found})
    action, target = found.get("/A"), found.get("/Dest")
    if isinstance(action, Dictionary):
        if action.get("/S") == Name.URI and (address := address_of(action.get("/URI"))):
            made.A = Dictionary(S=Name.URI, URI=String(address))
            return pdf.make_indirect(made)
        target = action.get("/D") if action.get("/S") == Name.GoTo else None
    if not isinstance(target, Array) or not target or target[0].objgen not in pages_of(pdf):
        return None
    made.Dest = target
    return pdf.make_indirect(made)


def _keep(found: Object, names: frozenset[str]) -> None:
    for key in [key for key in found.keys() if key not in names]:  # noqa: SIM118 - no mapping
        del found[key]
