"""The pages on which a practice is translated, as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.access.policy import P, allows
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.practices import readers
from app.practices.entry import Entry
from app.practices.revising.differences import Difference
from app.practices.revising.shown import between_versions
from app.practices.translating.beside import Line, Wanted, lines_of
from app.practices.translating.queries import current, offered, own
from app.practices.translating.saying import called, changes, stale_words
from app.practices.translating.values import Stage, Translation, Written
from app.vocabulary import languages
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.components import moment_words
from app.web.forms import Form
from app.web.render import Page

SAID: Mapping[str, str] = {
    "kept": N_("Kept. Only your office sees it until you go on."),
    "offered": N_("Offered. The office of the practice has been told."),
    "dropped": N_("Thrown away."),
    "removed": N_("Taken away. Readers see the original."),
    "returned": N_("Given back, with your reason."),
}


@dataclass(frozen=True, kw_only=True)
class Translations(Page):
    """What is translated of a practice, what is being written and what is offered."""

    template: ClassVar[str] = "practices/translating/list.html"
    here: ClassVar[str] = "practices"

    wanted: Wanted
    seen: Seen
    said: str
    shown: Sequence[tuple[Translation, str, str, str]]
    drafts: Sequence[tuple[Written, str]]
    offers: Sequence[tuple[Written, str]]
    choices: Sequence[tuple[str, str]]
    may_show: bool


@dataclass(frozen=True, kw_only=True)
class WritePage(Page):
    """The form of a translation: each field beside what it translates."""

    template: ClassVar[str] = "practices/translating/write.html"
    here: ClassVar[str] = "practices"

    wanted: Wanted
    name: str
    direction: str
    lines: Sequence[Line]
    form: Form
    version: int
    of: int
    behind: bool
    differences: Sequence[Difference]
    reason: str | None
    may_show: bool
    kept_at: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class OfferPage(Page):
    """A translation that is offered, beside the original, to be taken up or given back."""

    template: ClassVar[str] = "practices/translating/offer.html"
    here: ClassVar[str] = "practices"

    wanted: Wanted
    made: Written
    name: str
    direction: str
    lines: Sequence[Line]
    form: Form
    stale: bool
    decides: bool


def list_page(ask: Ask, wanted: Wanted, said: str) -> Translations:
    """Return the page of all translations of a practice."""
    viewer, entry = ask.viewer, wanted.entry
    decides = allows(viewer, P.TRANSLATION_DECIDE, wanted.matter)
    some = offered(ask.conn, wanted.matter.id) if decides else ()
    mine = own(ask.conn, viewer, wanted.matter.id)
    return Translations(
        wanted=wanted,
        seen=_seen(ask, entry),
        said=gettext(SAID[said]) if said in SAID else "",
        shown=[
            (
                one,
                called(one.language),
                stale_words(one) if one.stale else "",
                changes(entry.id, one),
            )
            for one in entry.translations
        ],
        drafts=[(one, called(one.language)) for one in mine],
        offers=[(one, called(one.language)) for one in some],
        choices=[
            (one.code, gettext(one.label))
            for one in languages.LANGUAGES
            if one.code != entry.language
        ],
        may_show=allows(viewer, P.TRANSLATION_SHOW, wanted.matter),
    )


def write_page(
    ask: Ask, wanted: Wanted, draft: Written | None, form: Form | None = None
) -> WritePage:
    """Return the form with what was kept, or with what readers see so far, or empty."""
    texts = draft.texts if draft else wanted.shown.texts if wanted.shown else {}
    version = draft.version if draft else 0
    return _write_page(ask, wanted, draft, form or Form(dict(texts)), version)


def kept_page(  # noqa: PLR0913 - what was kept, of what, and what is wrong
    ask: Ask,
    wanted: Wanted,
    draft: Written | None,
    version: int,
    form: Form,
    *,
    saved: bool = False,
) -> WritePage:
    """Return the form as it answers a script that keeps what was typed."""
    kept_at = moment_words(clock.now()) if saved else ""
    problem = next(iter(form.errors.values()), "")
    return _write_page(ask, wanted, draft, form, version, kept_at=kept_at, problem=problem)


def _write_page(  # noqa: PLR0913 - the same
    ask: Ask,
    wanted: Wanted,
    draft: Written | None,
    form: Form,
    version: int,
    *,
    kept_at: str = "",
    problem: str = "",
) -> WritePage:
    of = current(ask.conn, wanted.matter.id)
    begun = draft.made_for if draft else wanted.began_with
    behind = begun is not None and begun < of
    return WritePage(
        wanted=wanted,
        name=called(wanted.language),
        direction=languages.direction(wanted.language),
        lines=lines_of(wanted.entry, {}),
        form=form,
        version=version,
        of=of,
        behind=behind,
        differences=between_versions(ask, wanted.matter, begun, of) if begun and behind else (),
        reason=draft.reason if draft and draft.stage == Stage.RETURNED else None,
        may_show=allows(ask.viewer, P.TRANSLATION_SHOW, wanted.matter),
        kept_at=kept_at,
        problem=problem,
    )


def offer_page(ask: Ask, wanted: Wanted, member: str, form: Form, *, decides: bool) -> OfferPage:
    """Return a translation that is offered by ``member``, for whoever ``decides``, or for itself.

    Raises:
        NotFound: where there is none any more.
    """
    some = offered(ask.conn, wanted.matter.id)
    made = next(
        (one for one in some if (one.language, one.member) == (wanted.language, member)), None
    )
    if made is None:
        raise NotFound
    return OfferPage(
        wanted=wanted,
        made=made,
        name=called(wanted.language),
        direction=languages.direction(wanted.language),
        lines=lines_of(wanted.entry, made.texts),
        form=form,
        stale=made.made_for < current(ask.conn, wanted.matter.id),
        decides=decides,
    )


def _seen(ask: Ask, entry: Entry) -> Seen:
    known = entry.knows(ask.viewer)
    return readers.seen_now(entry.stage, entry.audience, entry.owners, entry.called, known=known)
