"""The check word that letters to a person show: chosen, changed and read after a proof only."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.access.proving import ensure_fresh
from app.access.viewer import Viewer
from app.account.places import CHECK_WORD, confirm_then
from app.core.errors import Refusal
from app.core.i18n import N_
from app.identity import check_words
from app.web.ask import Ask
from app.web.forms import Form, Reader, Sent
from app.web.guard import Room
from app.web.render import Page

room = Room("account.check-word")

MISSING = N_("Write a word or two that you will know again.")
SHORT = N_("Write at least %(least)s letters.")
LETTERS_ONLY = N_("Use letters and one space at most: no digits and no signs.")
NAMES_YOU = N_("Choose something that is not part of your name: everybody knows that.")


@dataclass(frozen=True, kw_only=True)
class Chosen(Page):
    """The check word, where the person proved to be there of late; else the way to prove it."""

    template: ClassVar[str] = "account/check_word.html"

    proved: bool
    words: str
    form: Form
    confirm: str
    most: int


@room.get(CHECK_WORD, P.ACCOUNT)
def show(ask: Ask) -> Response:
    """Show the check word to whoever proved to be there of late, and the form for another."""
    return _page(ask, Form({"words": check_words.offered()}))


@room.post(CHECK_WORD, P.ACCOUNT)
def choose(ask: Ask) -> Response:
    """Keep a check word.

    Raises:
        ConfirmNeeded, SecondFactorNeeded: for who proved nothing of late.
    """
    ask.ensure_fresh()
    words, form = read(ask.sent, ask.viewer)
    if not form.good:
        return _page(ask, form, status=422)
    with ask.unit_of_work() as db:
        check_words.keep(db, ask.viewer, ask.portal.seal, words)
        return ask.go(CHECK_WORD, db)


@room.post(f"{CHECK_WORD}/remove", P.ACCOUNT)
def remove(ask: Ask) -> Response:
    """Have no check word any more.

    Raises:
        ConfirmNeeded, SecondFactorNeeded: for who proved nothing of late.
    """
    ask.ensure_fresh()
    with ask.unit_of_work() as db:
        check_words.remove(db, ask.viewer)
        return ask.go(CHECK_WORD, db)


def read(sent: Sent, viewer: Viewer) -> tuple[str, Form]:
    """Read a check word: one word or two, of letters, and no part of the person's name."""
    reader = Reader(sent)
    words = reader.line("words", most=check_words.MOST, missing=MISSING)
    if words and len(words) < check_words.LEAST:
        reader.wrong("words", SHORT, least=check_words.LEAST)
    if words.count(" ") > 1 or not all(_is_letter(c) or c == " " for c in words):
        reader.wrong("words", LETTERS_ONLY)
    known = set(viewer.name.casefold().split())
    if known & set(words.casefold().split()):
        reader.wrong("words", NAMES_YOU)
    return words, reader.form


def _is_letter(character: str) -> bool:
    """Whether a character is a letter, or a mark that belongs to one."""
    return unicodedata.category(character)[0] in "LM"


def _page(ask: Ask, form: Form, *, status: int = 200) -> Response:
    proved = _is_proved(ask.viewer)
    words = check_words.of(ask.conn, ask.portal.seal, ask.viewer.person_id or "") if proved else ""
    page = Chosen(
        proved=proved,
        words=words,
        form=form if proved else Form(),
        confirm=confirm_then(CHECK_WORD),
        most=check_words.MOST,
    )
    return ask.page(page, status=status)


def _is_proved(viewer: Viewer) -> bool:
    try:
        ensure_fresh(viewer)
    except Refusal:
        return False
    return True
