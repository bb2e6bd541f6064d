"""Comments and their form as HTML: templates make the moulds, here they are filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from app.access.audience import Circle
from app.access.viewer import Office
from app.core import i18n
from app.discussion.beside import Where, beside, trace
from app.discussion.forms import GONE
from app.discussion.meaning import STANCES, Stance
from app.discussion.rules import WORDS, For, chosen_of, offered
from app.discussion.tree import Said, everything
from app.items.queries import Matter
from app.text.shortening import shortened
from app.vocabulary.languages import LANGUAGES
from app.web.audiences import CHOSEN, Seen, sign_of
from app.web.components import moment_tag
from app.web.forms import Form
from app.web.moulds import Mould
from app.web.render import Renderer

TEMPLATE = "discussion/thread.html"
OPENING = 50
"""So many characters of a comment name it where it can be answered."""


class Look(NamedTuple):
    """By what the forms of comments differ that nobody has typed into."""

    sign: str
    stances: tuple[Stance, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """Under what a comment is posted, by which office, how it signs, and who reads it by default.

    ``action`` is the address of the page that the comments stand on, ``names`` are those that can
    be chosen to be mentioned; ``asks`` where a comment can be a question.
    """

    action: str
    office: Office
    signature: str
    seen: Seen
    stances: tuple[Stance, ...] = (Stance.EXPERT,)
    asks: bool = False
    names: tuple[str, ...] = ()

    @property
    def look(self) -> Look:
        """How its form looks."""
        return Look(self.seen.sign, self.stances, self.asks)


_SAID = ("code", "by", "when", "id", "html", "answers", "lang", "readers")
_FORM = ("action", "label", "signature", "choices", "readers", "names")


def comments(
    renderer: Renderer, said: Sequence[Said], about: Matter, where: Where, *, small: bool = False
) -> Markup:
    """Return the comments on ``about``, each with its answers; one for fewer says who reads it."""
    speaks = i18n.language()
    return _joined(
        _said(renderer, speaks, small=small, own=one.own).fill(
            code=one.member,
            by=one.by,
            when=moment_tag(one.at),
            id=one.anchor,
            html=one.html or trace(one),
            answers=comments(renderer, one.answers, about, where, small=True)
            if one.answers
            else "",
            lang=one.language if one.html else speaks,
            readers=_seen(renderer, one, about, small=small) + beside(renderer, one, where),
        )
        for one in said
    )


def answer_form(
    renderer: Renderer, form: Form, said: Sequence[Said], about: Matter, signed: Signed
) -> Markup:
    """Return the form of a comment on ``about``; one that came back with errors is made anew."""
    action = f"{signed.action}/comments"
    shown = {"action": action, "label": signed.seen.label, "signature": signed.signature}
    whom = tuple(offered(about.audience, about.owners, signed.office))
    names = _names(renderer, form, signed.names)
    if form.values or form.errors:
        chosen = str(form.values.get("answers", ""))
        choices = _choices(renderer, said, chosen)
        gone = i18n.gettext(GONE) in form.errors.values()
        if chosen and not gone and not _stands_among(said, chosen):
            words = i18n.gettext("The comment you answer, further back")
            choices += _choice(renderer, chosen=True).fill(value=chosen, words=words)
        given = {**shown, "choices": choices, "languages": _languages()}
        readers = _whom(renderer, form, whom)
        return renderer.macro(TEMPLATE, "form")(
            form,
            sign=signed.seen.sign,
            readers=readers,
            names=names,
            stances=[(one, i18n.gettext(STANCES[one])) for one in signed.stances],
            asks=signed.asks,
            **given,
        )
    speaks = i18n.language()
    mould = _fresh_form(renderer, speaks, signed.look, answers=bool(said))
    readers = _fresh_whom(renderer, speaks, whom)
    return mould.fill(**shown, choices=_choices(renderer, said), readers=readers, names=names)


def _seen(renderer: Renderer, said: Said, about: Matter, *, small: bool) -> Markup:
    """Return who reads a comment, where they are fewer than read the comments there.

    What an answer (``small``) took over from the comment above is not told apart from a choice.
    """
    audience, owners = said.audience, about.owners
    if audience.circle == Circle.NETWORK or str(audience) == about.audience:
        return Markup()
    seen = renderer.macro("components/signs.html", "seen")
    if small:
        words = i18n.gettext("Read by nobody who may not read the comment it answers.")
        return seen(CHOSEN[0], i18n.gettext(CHOSEN[1]), words)
    if not audience.sets:
        words = i18n.gettext("Read by this office and by the Secretariat.")
    elif audience == chosen_of(For.OWNERS, owners):
        words = i18n.gettext(
            "Read by those who own the entry, by this office and by the Secretariat."
        )
    else:
        words = i18n.gettext("Read by those chosen, by this office and by the Secretariat.")
    return seen(*sign_of(audience), words)


def _whom(renderer: Renderer, form: Form, whom: Sequence[For]) -> Markup:
    """Return the field that asks whom a comment is for, where there is a choice."""
    if len(whom) == 1:
        return Markup()
    options = [(str(one), i18n.gettext(WORDS[one])) for one in whom]
    return renderer.macro(TEMPLATE, "whom")(form, options)


@lru_cache(maxsize=64)
def _fresh_whom(renderer: Renderer, _speaks: str, whom: tuple[For, ...]) -> Markup:
    return _whom(renderer, Form(), whom)


def _stands_among(said: Sequence[Said], comment_id: str) -> bool:
    """Whether a comment stands on this part of the thread, where it can be answered."""
    return any(one.id == comment_id for one in everything(said))


def _choices(renderer: Renderer, said: Sequence[Said], chosen: str = "") -> Markup:
    """Return the comments that can be answered, by whom each is and how it begins."""
    return _joined(
        _choice(renderer, chosen=one.id == chosen).fill(
            value=one.id, words=f"{one.by}: {_opening(one.html)}"
        )
        for one in everything(said)
        if one.html
    )


def _languages() -> list[tuple[str, str]]:
    """Return in what a comment can be written, in the reader's words."""
    return [(term.code, i18n.gettext(term.label)) for term in LANGUAGES]


def _joined(made: Iterable[Markup]) -> Markup:
    return Markup("".join(made))  # noqa: S704 - every part is safe


@lru_cache(maxsize=4096)
def _opening(html: Markup) -> str:
    return shortened(html.striptags(), OPENING)


@lru_cache(maxsize=256)
def _said(renderer: Renderer, _speaks: str, *, small: bool, own: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "said")
    return Mould(lambda **marks: macro(small=small, own=own, **marks), _SAID)


@lru_cache(maxsize=256)
def _fresh_form(renderer: Renderer, speaks: str, look: Look, *, answers: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "form")
    known = [(one, i18n.gettext(STANCES[one])) for one in look.stances]

    def made(choices: str, readers: str, names: str, **marks: str) -> str:
        given = {
            "choices": Markup(choices if answers else ""),  # noqa: S704 - marks
            "readers": Markup(readers),  # noqa: S704 - marks
            "names": Markup(names),  # noqa: S704 - marks
        }
        form = Form({"language": speaks, "stance": Stance.EXPERT})
        more = {"languages": _languages(), "stances": known, "asks": look.asks}
        return macro(form, sign=look.sign, **more, **given, **marks)

    return Mould(made, _FORM)


def _names(renderer: Renderer, form: Form, names: Sequence[str]) -> Markup:
    """Return the field that offers whom a comment can mention, where somebody takes part."""
    if not names:
        return Markup()
    if form.values or form.errors:
        return renderer.macro(TEMPLATE, "whom_named")(form, [(one, one) for one in names])
    choice = _choice(renderer, chosen=False)
    options = _joined(choice.fill(value=one, words=one) for one in names)
    return _fresh_names(renderer, i18n.language()).fill(options=options)


@lru_cache(maxsize=64)
def _fresh_names(renderer: Renderer, _speaks: str) -> Mould:
    macro = renderer.macro(TEMPLATE, "whom_named")
    return Mould(lambda options: macro(Form(), Markup(options)), ("options",))  # noqa: S704 - a mark


@lru_cache(maxsize=8)
def _choice(renderer: Renderer, *, chosen: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "choice")
    return Mould(lambda **marks: macro(chosen=chosen, **marks), ("value", "words"))
