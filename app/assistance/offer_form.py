"""The form of an offer as HTML: made once for what is asked for, and filled for each request."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from markupsafe import Markup

from app.access.viewer import Viewer
from app.assistance.queries import Asked, Help
from app.assistance.rules import OfferStage
from app.core import i18n
from app.vocabulary.labels import LANGUAGES, MODALITIES, options
from app.web.forms import Form
from app.web.moulds import Mould
from app.web.render import Renderer

TEMPLATE = "assistance/offer.html"
Codes = tuple[str, ...]


def empty() -> Form:
    """Return the form that nobody has typed into: one writes as one reads, until one says so."""
    return Form({"language": i18n.language()})


def offer_form(renderer: Renderer, form: Form, asked: Asked) -> Markup:
    """Return the form with the ways and languages of help that ``asked`` names, or with all."""
    modalities = tuple(asked.modalities or MODALITIES)
    languages = tuple(asked.languages or LANGUAGES)
    if form == empty():
        mould = _empty(renderer, i18n.language(), modalities, languages)
        return mould.fill(item=asked.matter.id)
    return _made(renderer, form, modalities, languages, asked.matter.id)


@lru_cache(maxsize=256)
def _empty(renderer: Renderer, _speaks: str, modalities: Codes, languages: Codes) -> Mould:
    def made(item: str) -> str:
        return _made(renderer, empty(), modalities, languages, item)

    return Mould(made, ("item",))


def _made(
    renderer: Renderer,
    form: Form,
    modalities: Collection[str],
    languages: Collection[str],
    item: str,
) -> Markup:
    return renderer.macro(TEMPLATE, "form")(
        form,
        item=item,
        modalities=options({code: MODALITIES[code] for code in modalities}),
        languages=options({code: LANGUAGES[code] for code in languages}),
        written=options(LANGUAGES),
    )


def again(offers: Sequence[Help], viewer: Viewer) -> Form:
    """Return the form of an offer, with the words of one that its office took back."""
    gone = [o for o in offers if (o.member, o.stage) == (viewer.member, OfferStage.WITHDRAWN)]
    if not gone:
        return empty()
    names = ("message", "period", "language", "modalities", "languages")
    return Form({name: _typed(getattr(gone[-1], name)) for name in names})


def _typed(said: str | Sequence[str]) -> str | list[str]:
    return said if isinstance(said, str) else list(said)
