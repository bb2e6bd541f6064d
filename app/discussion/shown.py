"""Comments and their form as HTML: templates make the moulds, here they are filled."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from app.core import i18n
from app.discussion.queries import Said
from app.vocabulary.languages import LANGUAGES
from app.web.components import moment_tag
from app.web.forms import Form
from app.web.moulds import Mould
from app.web.render import Renderer

TEMPLATE = "discussion/thread.html"
OPENING = 50
"""So many characters of a comment name it where it can be answered."""

_SAID = ("code", "by", "when", "id", "html", "answers", "lang")
_FORM = ("action", "label", "signature", "choices")


def comments(renderer: Renderer, said: Sequence[Said], *, small: bool = False) -> Markup:
    """Return the comments, each with its answers."""
    speaks = i18n.language()
    return _joined(
        _said(renderer, speaks, small=small, own=one.own).fill(
            code=one.member,
            by=one.by,
            when=moment_tag(one.at),
            id=one.anchor,
            html=one.html,
            answers=comments(renderer, one.answers, small=True) if one.answers else "",
            lang=one.language,
        )
        for one in said
    )


def answer_form(  # noqa: PLR0913 - what the form shows, all by name
    renderer: Renderer,
    form: Form,
    said: Sequence[Said],
    *,
    action: str,
    sign: str,
    label: str,
    signature: str,
) -> Markup:
    """Return the form of a comment; one that came back with errors is made anew."""
    shown = {"action": action, "label": label, "signature": signature}
    if form.values or form.errors:
        chosen = str(form.values.get("answers", ""))
        given = {**shown, "choices": _choices(renderer, said, chosen), "languages": _languages()}
        return renderer.macro(TEMPLATE, "form")(form, sign=sign, **given)
    mould = _fresh(renderer, i18n.language(), sign, answers=bool(said))
    return mould.fill(**shown, choices=_choices(renderer, said))


def _choices(renderer: Renderer, said: Sequence[Said], chosen: str = "") -> Markup:
    """Return the comments that can be answered, by whom each is and how it begins."""
    return _joined(
        _choice(renderer, chosen=one.id == chosen).fill(
            value=one.id, words=f"{one.by}: {_opening(one.html)}"
        )
        for one in said
    )


def _languages() -> list[tuple[str, str]]:
    """Return in what a comment can be written, in the reader's words."""
    return [(term.code, i18n.gettext(term.label)) for term in LANGUAGES]


def _joined(made: Iterable[Markup]) -> Markup:
    return Markup("".join(made))  # noqa: S704 - every part is safe


@lru_cache(maxsize=4096)
def _opening(html: Markup) -> str:
    words = " ".join(html.striptags().split())
    return words if len(words) <= OPENING else f"{words[:OPENING]}…"


@lru_cache(maxsize=256)
def _said(renderer: Renderer, _speaks: str, *, small: bool, own: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "said")
    return Mould(lambda **marks: macro(small=small, own=own, **marks), _SAID)


@lru_cache(maxsize=256)
def _fresh(renderer: Renderer, speaks: str, sign: str, *, answers: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "form")

    def made(choices: str, **marks: str) -> str:
        given = {"choices": Markup(choices if answers else ""), "languages": _languages()}  # noqa: S704 - a mark
        return macro(Form({"language": speaks}), sign=sign, **given, **marks)

    return Mould(made, _FORM)


@lru_cache(maxsize=8)
def _choice(renderer: Renderer, *, chosen: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "choice")
    return Mould(lambda **marks: macro(chosen=chosen, **marks), ("value", "words"))
