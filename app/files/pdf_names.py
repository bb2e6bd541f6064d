"""Dictionaries of a PDF whose keys are names that its maker chose: there no key means anything.

A font may be called ``/F`` and a drawn letter ``/AA``. Which dictionaries these are is told by
where they hang, and what hangs in them has to be what such a name can stand for.
"""

from collections.abc import Callable, Mapping
from enum import Enum, auto

from pikepdf import Array, Dictionary, Name, Object, Stream


class Role(Enum):
    """What a dictionary is by the place it hangs at; one that hangs at several has several."""

    PLAIN = auto()
    RESOURCES = auto()
    FONTS = auto()
    DRAWINGS = auto()
    STATES = auto()
    COLOURS = auto()
    PATTERNS = auto()
    SHADINGS = auto()
    PROPERTIES = auto()
    LETTERS = auto()
    INKS = auto()
    WORDS = auto()
    LOOKS = auto()


RESOURCES: Mapping[str, Role] = {
    "/Font": Role.FONTS, "/XObject": Role.DRAWINGS, "/ExtGState": Role.STATES,
    "/ColorSpace": Role.COLOURS, "/Pattern": Role.PATTERNS, "/Shading": Role.SHADINGS,
    "/Properties": Role.PROPERTIES,
}  # fmt: skip
"""What hangs in resources: fonts and the like, by the names that pages call them."""
ELSEWHERE: Mapping[str, Role] = {
    "/Resources": Role.RESOURCES, "/CharProcs": Role.LETTERS, "/Colorants": Role.INKS,
    "/RoleMap": Role.WORDS, "/ClassMap": Role.LOOKS,
}  # fmt: skip
"""What hangs in a page, a drawing, a font, a colour and the structure."""
FONTS = frozenset({"/Type0", "/Type1", "/MMType1", "/TrueType", "/Type3"})


def role_of(above: Role, key: str, found: Object) -> Role:
    """Return the role of ``found``, which hangs at ``key`` in a dictionary of the role ``above``.

    What a chosen name stands for is as plain as what stands anywhere.
    """
    if not isinstance(found, Dictionary):
        return Role.PLAIN
    if above is Role.RESOURCES:
        return RESOURCES.get(key, Role.PLAIN)
    return ELSEWHERE.get(key, Role.PLAIN) if above is Role.PLAIN else Role.PLAIN


def is_chosen(role: Role, found: Object) -> bool:
    """Whether ``found`` is what a name chosen in a dictionary of this role can stand for."""
    fits = _FITS.get(role)
    return fits is not None and fits(found)


def _is(found: Object, kind: str, *subtypes: str) -> bool:
    typed = str(found.get("/Type", kind)) == kind
    return typed and (not subtypes or str(found.get("/Subtype")) in subtypes)


def _font(found: Object) -> bool:
    return isinstance(found, Dictionary) and _is(found, "/Font", *FONTS)


def _drawing(found: Object) -> bool:
    return isinstance(found, Stream) and _is(found, "/XObject", "/Form", "/Image")


def _state(found: Object) -> bool:
    return isinstance(found, Dictionary) and _is(found, "/ExtGState") and "/S" not in found


def _colour(found: Object) -> bool:
    return isinstance(found, Name | Array)


def _pattern(found: Object) -> bool:
    return isinstance(found, Dictionary | Stream) and "/PatternType" in found


def _shading(found: Object) -> bool:
    return isinstance(found, Dictionary | Stream) and "/ShadingType" in found


def _property(found: Object) -> bool:
    plain = isinstance(found, Dictionary) and "/S" not in found
    return plain and str(found.get("/Type", "/OCG")) in {"/OCG", "/OCMD"}


def _letter(found: Object) -> bool:
    return isinstance(found, Stream) and "/Type" not in found


def _look(found: Object) -> bool:
    plain = isinstance(found, Dictionary) and "/O" in found and "/S" not in found
    return plain or isinstance(found, Array)


_FITS: Mapping[Role, Callable[[Object], bool]] = {
    Role.FONTS: _font, Role.DRAWINGS: _drawing, Role.STATES: _state, Role.COLOURS: _colour,
    Role.PATTERNS: _pattern, Role.SHADINGS: _shading, Role.PROPERTIES: _property,
    Role.LETTERS: _letter, Role.INKS: _colour, Role.WORDS: _colour, Role.LOOKS: _look,
}  # fmt: skip
