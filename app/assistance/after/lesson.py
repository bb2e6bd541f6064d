"""A practice is drafted from help that has ended: what it takes over, and what it leaves out."""

from collections.abc import Sequence

from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance.after.queries import Both
from app.assistance.queries import Asked, Help
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory.still_acting import ensure_still_acts
from app.items.models import Kind
from app.items.queries import find
from app.notifications.post import Post
from app.practices import actions, facets
from app.practices.adapting import origins
from app.practices.entry import OWN, Changes
from app.practices.joining import actions as joining

UNTITLED = N_("What came of our request for assistance")
TITLE_MOST, SUMMARY_MOST = 120, 300


def begin(  # noqa: PLR0913 - who, from what, with whom, and how to ask
    db: Session,
    viewer: Viewer,
    post: Post,
    asked: Asked,
    *,
    partner: str | None = None,
    said: Both | None = None,
) -> str:
    """Begin a draft from a closed request; return its id.

    With a ``partner``, the member on the other side of the help, what both sides said goes in too:
    this member is asked to own the draft jointly, and nothing is submitted before it does. These
    words leave the seal by it, because their side says so: the one that begins by this act, the
    other when it comes in; till then the draft is for the office that began it alone.

    Raises:
        Conflict: also when the partner cannot be asked.
    """
    viewer = ensure_still_acts(db, viewer)
    made = actions.create(db, viewer, [viewer.member or ""], _changes(asked, said))
    origins.note(db, made.id, asked.matter.id, partner)
    if partner:
        matter = find(db.connection(), viewer, Kind.PRACTICE, made.id)
        if matter is None:
            raise NotFound
        joining.ask(db, viewer, matter, partner, post, version=matter.version)
    return made.id


def _changes(asked: Asked, said: Both | None) -> Changes:
    title, note = asked.title or gettext(UNTITLED), asked.result_note
    return Changes(
        columns={
            "title": title[:TITLE_MOST],
            "summary": " ".join(note.split())[:SUMMARY_MOST],
            "description": "\n\n".join(filter(None, (asked.outcome, note, *_words(said)))),
            "source_kind": OWN,
        },
        facets={
            facets.THEME: asked.themes,
            facets.FACTOR: asked.basis.risk_factors,
            facets.STEP: asked.basis.practical_steps,
        },
        language=asked.matter.language,
    )


def _words(said: Both | None) -> Sequence[str]:
    """Return the words of both sides, where each reads the other's."""
    if said is None:
        return ()
    theirs = said.theirs.words if said.read else ""
    return (said.mine.words, theirs)


def taken(asked: Asked, said: Both | None) -> Sequence[str]:
    """Return what the draft takes over, for who decides whether to begin it."""
    parts = {
        gettext("The title, and what the office wanted to be able to do"): True,
        gettext("What came of it, in the words of the closing"): bool(asked.result_note),
        gettext("Themes, risk factors and practical steps"): True,
        gettext("What your side answered in free words"): bool(said and said.mine.words),
        gettext("What the other side answered in free words"): bool(
            said and said.read and said.theirs.words
        ),
    }
    return [words for words, there in parts.items() if there]


def left_out(asked: Asked, help_given: Help | None, *, plan: bool) -> Sequence[str]:
    """Return the confidential fields that the draft leaves out, those that hold something."""
    parts = {
        gettext("Terms of the help"): bool(help_given and help_given.terms.number),
        gettext("The offer, and when it was possible"): bool(help_given and help_given.message),
        gettext("Plan of the work, and who did which step"): plan,
        gettext("For whom it was asked"): bool(asked.for_whom),
        gettext("What the office contributes"): bool(asked.contribution),
        gettext("What the request started from"): bool(asked.basis.origin),
        gettext("Contacts and names of people"): True,
        gettext("Files"): True,
        gettext("What was ticked in the two questions, and what remains after a year"): True,
    }
    return [words for words, there in parts.items() if there]
