"""The pages of history: of a practice, a request, a chapter's draft, a member and a person."""

from collections.abc import Collection, Sequence

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.predicates import Subject
from app.assistance import queries as assistance
from app.assistance.address import address
from app.assistance.words import OF_ASKERS_ALONE, title_of
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import queries as directory
from app.history import queries
from app.history.places import PLACES
from app.history.practice_words import AMONG_OWNERS
from app.history.queries import Entry
from app.history.shown import History, Seen, answer, number_of, office_and_secretariat
from app.identity.people import named
from app.items import queries as items
from app.items.models import Kind
from app.manual import queries as manual
from app.manual.values import DRAFT
from app.practices import queries as practices
from app.practices.revising import kept
from app.standing import queries as standing
from app.standing.index import ADDRESS
from app.web.anchors import anchor
from app.web.ask import Ask
from app.web.guard import Room

room = Room("history")

EVERYTHING: Collection[Event] = tuple(Event)
OF_OFFICE_ONLY = frozenset(
    {
        Event.PRACTICE_CREATED,
        Event.PRACTICE_CHANGED,
        Event.PRACTICE_CHANGE_BEGUN,
        *AMONG_OWNERS,
        *OF_ASKERS_ALONE,
    }
)
"""How an office wrote a thing is its own affair; the Secretariat reads what it was handed."""


class OfPractice(History):
    """The history of a practice."""

    here = "practices"


class OfRequest(History):
    """The history of a request."""

    here = "assistance"


class OfStanding(History):
    """The history of a standing offer."""

    here = "assistance"


class OfChapter(History):
    """The history of a chapter's draft."""

    here = "manual"


class OfMember(History):
    """The history of a member's offices."""

    here = "directory"


class OfPerson(History):
    """The history of a person."""


@room.get("/practices/{item_id}/history", P.HISTORY_READ)
def of_practice(ask: Ask, item_id: str, page: str = "1") -> Response:
    """Show the history of a practice to its office and the Secretariat."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    ensure_reads(ask, matter)
    title, href = practices.titles(ask.conn, ask.viewer, [item_id])[item_id]
    own = [item_id, *kept.changes_of(ask.conn, ask.viewer, item_id)]
    crumbs = [(gettext("Practices"), "/practices"), (title, href)]
    language = matter.language if matter else ""
    return of_things(ask, OfPractice, own, page, crumbs=crumbs, language=language)


@room.get("/assistance/{item_id}/history", P.HISTORY_READ)
def of_request(ask: Ask, item_id: str, page: str = "1") -> Response:
    """Show the history of a request and its offers, and who of the Secretariat read it."""
    seal = ask.portal.seal
    asked = assistance.one(ask.conn, ask.viewer, seal, item_id)
    ensure_reads(ask, asked.matter if asked else None)
    if asked is None:
        raise NotFound
    note_reading(ask, asked.matter, Event.REQUEST_VIEWED)
    offers = [one.id for one in assistance.offers(ask.conn, ask.viewer, seal, item_id)]
    title = title_of(asked.title, destroyed=asked.destroyed_at is not None)
    crumbs = [(gettext("Assistance"), "/assistance"), (title, address(item_id))]
    own, language = [item_id, *offers], asked.matter.language
    return of_things(ask, OfRequest, own, page, crumbs=crumbs, language=language)


@room.get("/standing-offers/{item_id}/history", P.HISTORY_READ)
def of_standing(ask: Ask, item_id: str, page: str = "1") -> Response:
    """Show the history of a standing offer to its member and the Secretariat."""
    found = standing.one(ask.conn, ask.viewer, item_id)
    ensure_reads(ask, found.matter if found else None)
    if found is None:
        raise NotFound
    crumbs = [(gettext("Standing offers"), ADDRESS), (found.summary, f"{ADDRESS}/{item_id}")]
    language = found.matter.language
    return of_things(ask, OfStanding, [item_id], page, crumbs=crumbs, language=language)


@room.get("/directory/{code}/history", P.HISTORY_READ)
def of_member(ask: Ask, code: str, page: str = "1") -> Response:
    """Show who was invited to a member's offices and who took them, to the member itself."""
    found = directory.facts(ask.conn, code)
    ensure_reads(ask, directory.MemberItself(frozenset({code})) if found else None)
    name = gettext(found.name) if found else code
    subjects = [code, *directory.subjects_of(ask.conn, code)]
    part = queries.of_subjects(ask.conn, subjects, EVERYTHING, number_of(page))
    crumbs = [(gettext("Directory"), "/directory"), (name, f"/directory/{code}")]
    return answer(
        ask,
        OfMember,
        part,
        title=name,
        crumbs=[*crumbs, (gettext("History"), None)],
        seen=office_and_secretariat(),
    )


@room.get("/manual/edit/{chapter}/history", P.MANUAL_EDIT)
def of_chapter(ask: Ask, chapter: str, page: str = "1") -> Response:
    """Show the history of a chapter's draft, its paragraphs included, to the editors."""
    head = manual.draft_head(ask.conn, chapter)
    if head is None:
        raise NotFound
    blocks = manual.chapter_text(ask.conn, DRAFT, head.chapter_id).blocks
    subjects = [head.chapter_id, *(block.id for block in blocks if block.id)]
    part = queries.of_subjects(ask.conn, subjects, EVERYTHING, number_of(page))
    crumbs = [(gettext("Manual"), "/manual"), (gettext("Draft"), "/manual/edit")]
    return answer(
        ask,
        OfChapter,
        part,
        title=head.title,
        crumbs=[*crumbs, (head.number, f"/manual/edit/{head.slug}"), (gettext("History"), None)],
        seen=Seen(
            "secretariat",
            gettext("Secretariat"),
            gettext("Only the Secretariat's editors read this history."),
        ),
    )


@room.get("/people/{person_id}/history", P.ACCOUNT)
def of_person(ask: Ask, person_id: str, page: str = "1") -> Response:
    """Show what a person did to the person, and to the administrator as far as both may see."""
    own = person_id == ask.viewer.person_id
    name = queries.name_of(ask.conn, person_id)
    if name is None or not (own or allows(ask.viewer, P.PEOPLE_HISTORY)):
        raise NotFound
    part = queries.of_person(ask.conn, ask.viewer, person_id, number_of(page))
    account = [(gettext("Your account"), "/account")] if own else []
    return answer(
        ask,
        OfPerson,
        part,
        title=named(name),
        crumbs=[*account, (gettext("History"), None)],
        seen=Seen(
            "office",
            gettext("One person"),
            gettext("The person and the Secretariat's administrator read this history."),
        ),
        about=_things(ask, part.entries),
    )


def of_things(  # noqa: PLR0913 - whose history, which page of it, and how it is called
    ask: Ask,
    kind: type[History],
    subjects: Sequence[str],
    page: str,
    *,
    crumbs: Sequence[tuple[str, str]],
    language: str = "",
) -> Response:
    """Show to its office and the Secretariat what happened to a thing and to what belongs to it.

    ``crumbs`` lead to the thing, which is called by the last of them.
    """
    return answer(
        ask,
        kind,
        queries.of_subjects(ask.conn, subjects, events_for(ask), number_of(page)),
        title=crumbs[-1][0],
        language=language,
        crumbs=[*crumbs, (gettext("History"), None)],
        seen=office_and_secretariat(),
    )


def ensure_reads(ask: Ask, subject: Subject | None) -> None:
    """Let pass who may read the history of ``subject``; to all others there is none.

    Raises:
        NotFound: also when there is no subject.
    """
    if subject is None or not allows(ask.viewer, P.HISTORY_READ, subject):
        raise NotFound
    ask.ensure(P.HISTORY_READ, subject)


def events_for(ask: Ask) -> Collection[Event]:
    """Return which entries about a thing the viewer reads."""
    if ask.viewer.in_secretariat:
        return [event for event in Event if event not in OF_OFFICE_ONLY]
    return EVERYTHING


def _things(ask: Ask, entries: Sequence[Entry]) -> Sequence[Markup | str]:
    """Return to what each entry was done: a link where the thing has a page that the viewer sees.

    What has no number yet, and no page of its own, is not named.
    """
    ids = {one.subject for one in entries if one.subject}
    known = queries.numbers_of(ask.conn, ask.viewer, sorted(ids))
    return [_thing(one.subject, known.get(one.subject or "")) for one in entries]


def _thing(subject: str | None, known: tuple[str, str | None] | None) -> Markup | str:
    place = PLACES.get(Kind(known[0])) if known else None
    if known is None or place is None:
        return "–"
    return anchor(f"{place}{subject}", known[1] or gettext("Without a number yet"))
