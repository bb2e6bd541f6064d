"""Which addresses a text written by people may lead to."""

import re
from collections.abc import Callable
from typing import NamedTuple

_WEB = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@?&#/\\%]+@[^\s@?&#/\\%]+", re.IGNORECASE)
_HERE = re.compile(r"/(?![/\\])[^\s\\]*|#[^\s\\]+")
_OWN = re.compile(r"([a-z]{3,12}):([a-z0-9][a-z0-9-]{0,99})")


class Anchor(NamedTuple):
    """Where a link leads and what it is; ``id`` names its own place, for a way back to it."""

    href: str
    rel: str = ""
    kind: str = ""
    id: str = ""


Resolve = Callable[[str], Anchor | None]
Link = Callable[[str, str], str | Anchor | None]


def public(href: str) -> Anchor | None:
    """Return the anchor for an address anyone may write, or ``None`` if it is not one.

    Web addresses (without a user part), mail addresses (without parameters) and paths and
    fragments of this site are taken; everything else stays text.
    """
    if _WEB.fullmatch(href):
        return Anchor(href, rel="noopener noreferrer ugc", kind="web")
    if _MAIL.fullmatch(href) or _HERE.fullmatch(href):
        return Anchor(href)
    return None


def resolver(link: Link) -> Resolve:
    """Return a function that asks ``link`` for addresses such as ``chapter:slug`` first."""

    def resolve(href: str) -> Anchor | None:
        own = _OWN.fullmatch(href)
        if own is None:
            return public(href)
        found = link(own[1], own[2])
        return Anchor(found, kind=own[1]) if isinstance(found, str) else found

    return resolve
