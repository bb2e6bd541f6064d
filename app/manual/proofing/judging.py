"""Whether a link leads somewhere: the reason where it does not, in a sentence with what to do."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from app.core.i18n import N_
from app.manual.proofing.known import CURRENT, DATED, PASSAGE, Known
from app.manual.values import ChapterHead
from app.text.links import Anchor, resolver


class Why(StrEnum):
    """What is wrong with a link or a note."""

    CHAPTER = "chapter"
    RENAMED = "renamed"
    TAKEN_OUT = "taken-out"
    TERM = "term"
    PARAGRAPH = "paragraph"
    ELSEWHERE = "elsewhere"
    EDITION = "edition"
    ADDRESS = "address"
    UNWRITTEN = "unwritten"
    UNMARKED = "unmarked"
    TWICE = "twice"
    NESTED = "nested"
    LEFT_OUT = "left-out"


SENTENCES: Mapping[Why, str] = MappingProxyType(
    {
        Why.CHAPTER: N_("No chapter has this name, nor ever had it."),
        Why.RENAMED: N_("The chapter has another name now. Write chapter:%(now)s."),
        Why.TAKEN_OUT: N_("The draft does not have this chapter any more."),
        Why.TERM: N_("The glossary does not explain this word."),
        Why.PARAGRAPH: N_("No paragraph of the draft has this address."),
        Why.ELSEWHERE: N_("This paragraph stands in another chapter: %(now)s. Lead to that one."),
        Why.EDITION: N_("No edition has this, so the address leads nowhere."),
        Why.ADDRESS: N_("The manual leads to no address of this kind. Readers see only the words."),
        Why.UNWRITTEN: N_("This note is marked in the text and written nowhere in the chapter."),
        Why.UNMARKED: N_("This note is written, but no mark in the text leads to it."),
        Why.TWICE: N_("This note is written twice. Readers see only the first one."),
        Why.NESTED: N_("A note within a note is shown as plain signs."),
        Why.LEFT_OUT: N_("The source has this, the translation does not."),
    }
)


class Verdict(NamedTuple):
    """Why a link leads nowhere; ``now`` is what stands there instead."""

    why: Why
    now: str = ""


def judge(href: str, home: ChapterHead, known: Known) -> Verdict | None:
    """Return why a link of the chapter ``home`` leads nowhere, None where it leads somewhere."""
    found: list[Verdict] = []

    def own(kind: str, name: str) -> str | None:
        wrong = _own(kind, name, known)
        found.extend([wrong] if wrong else [])
        return None if wrong else "#"

    anchor = resolver(own)(href)
    if anchor is None:
        return found[0] if found else Verdict(Why.ADDRESS)
    return None if anchor.kind else _here(anchor, home, known)


def _own(kind: str, name: str, known: Known) -> Verdict | None:
    if kind == "term":
        return None if name in known.terms else Verdict(Why.TERM)
    if kind != "chapter":
        return Verdict(Why.ADDRESS)
    return None if name in known.slugs else _named(name, known)


def _named(name: str, known: Known) -> Verdict:
    """Say what became of a chapter that once had this name."""
    if name not in known.names:
        return Verdict(Why.CHAPTER)
    now = known.chapters.get(known.names[name])
    return Verdict(Why.RENAMED, now.slug) if now else Verdict(Why.TAKEN_OUT)


def _here(anchor: Anchor, home: ChapterHead, known: Known) -> Verdict | None:
    """Judge a place in the chapter, or an address of the manual in this portal."""
    if anchor.href.startswith("#"):
        return _place(anchor.href[1:], home, known)
    if found := PASSAGE.fullmatch(anchor.href):
        there = (int(found[1]), found[2]) in known.passages
        return None if there else Verdict(Why.EDITION)
    if found := DATED.fullmatch(anchor.href):
        return _dated(int(found[1]), found[2], known)
    found = CURRENT.fullmatch(anchor.href)
    return _current(found[1], known) if found else None


def _place(name: str, home: ChapterHead, known: Known) -> Verdict | None:
    stands = known.homes.get(name)
    if stands is None:
        return Verdict(Why.PARAGRAPH)
    if stands.chapter_id == home.chapter_id:
        return None
    return Verdict(Why.ELSEWHERE, f"{stands.number} {stands.title}")


def _current(name: str, known: Known) -> Verdict | None:
    """Judge an address of the current edition; names that a chapter once had lead on to it."""
    found = None if name in known.slugs else _named(name, known)
    return None if found and found.why == Why.RENAMED else found


def _dated(edition: int, name: str, known: Known) -> Verdict | None:
    if name not in known.names:
        return Verdict(Why.CHAPTER)
    there = (edition, known.names[name]) in known.editions
    return None if there else Verdict(Why.EDITION)
