"""Names of files: what somebody called them, without paths and tricks, ending as they are."""

import re
import unicodedata

from app.files.texts import STRAY
from app.files.verdict import Kind
from app.text.safe_names import problems

MOST = 100
NOTHING = "file"
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_FORBIDDEN = re.compile(r'[<>:"|?*%;\\/`$&\x00-\x1f\x7f]')
_OF_MACHINES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d|clock\$)$")


def cleaned(given: str, kind: Kind) -> str:
    """Return a name that is safe on every system, with the ending that fits the content."""
    last = re.split(r"[\\/]", given)[-1]
    shown = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", last))
    hidden = {problem.place for problem in problems(shown)}
    hidden |= {place for found in STRAY.finditer(shown) for place in range(*found.span())}
    stem = "".join(sign for place, sign in enumerate(shown) if place not in hidden)
    while _ENDING.search(stem):
        stem = stem[: stem.rindex(".")]
    stem = " ".join(stem.split()).strip(" .-~_")[:MOST].strip(" .")
    if not stem or _OF_MACHINES.match(stem):
        stem = NOTHING if not stem else f"{NOTHING} {stem}"
    return f"{stem}.{kind}"
