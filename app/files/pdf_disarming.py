"""What is still reached from the pages of a PDF loses the entries by which something acts.

An entry is told by its key where keys mean something; where they are names that somebody chose, by
what it is (see ``pdf_names``).
"""

from collections.abc import Collection, Mapping

from pikepdf import Dictionary, Name, Object, Pdf, Stream, String

from app.files.pdf_names import Role, is_chosen
from app.files.pdf_parts import ADDRESSES, acting, dictionary_of, places
from app.files.verdict import Refused, Why


def disarm(pdf: Pdf, links: Collection[tuple[int, int]]) -> None:
    """Take from all that is reached, but our own links, the entries by which something acts.

    Raises:
        Refused: for a part that is taken from elsewhere.
    """
    pages = pages_of(pdf)
    for found, role in places(pdf.Root):
        known = dictionary_of(found)
        if found.objgen in links or (links and _pressed(known)):
            continue
        if isinstance(found, Stream) and ("/F" in known or known.get("/Subtype") == Name.PS):
            raise Refused(Why.EXTERNAL)
        if role in {Role.PLAIN, Role.RESOURCES}:
            _forget(found, known, pages)
        own = {"/Annots"} if found.objgen in pages else set()
        for key in acting(role, known) - own:
            del found[key]
        if acts(role, known.get("/A")):
            del found["/A"]


def acts(role: Role, found: Object | None) -> bool:
    """Whether what stands at ``/A`` in a part of this role is something that is done."""
    return isinstance(found, Dictionary) and "/S" in found and not is_chosen(role, found)


def pages_of(pdf: Pdf) -> set[tuple[int, int]]:
    """Return the numbers by which the pages of a PDF are told."""
    return {page.obj.objgen for page in pdf.pages}


def address_of(found: Object | None) -> str:
    """Return an address that a press may lead to, nothing for any other."""
    if not isinstance(found, String):
        return ""
    address = str(found)
    plain = address.isascii() and address.isprintable() and " " not in address
    return address if plain and address.lower().startswith(ADDRESSES) else ""


def _forget(found: Object, known: Mapping[str, Object], pages: set[tuple[int, int]]) -> None:
    """Let the structure tell nothing of a page that was deleted, nor of an annotation that went."""
    if known.get("/Type") == Name.OBJR:
        gone = set(known) - {"/Type"}
    elif "/Pg" in known and known["/Pg"].objgen not in pages:
        gone = set(known) - {"/Type", "/S", "/P"}
    else:
        return
    for key in gone:
        del found[key]


def _pressed(known: Mapping[str, Object]) -> bool:
    """Whether this is what a link of ours does: it was made for one, or is as good."""
    return set(known) == {"/S", "/URI"} and bool(address_of(known["/URI"]))
