"""What the page of a discussion shows: the words, and what was said of them and of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup

from app.access.policy import P, allows
from app.core import i18n
from app.core.i18n import gettext
from app.discussion import queries as comments
from app.discussion.rules import MOST
from app.discussion.tree import signature
from app.manual.discussing import heirs, queries
from app.manual.discussing.remarks import details
from app.manual.discussing.rules import SIGNS, STATES, Stage, address
from app.manual.discussing.shown import Look, Remark, choices, ids, remarks
from app.manual.discussing.spot import Spot, ways
from app.manual.discussing.values import Thread
from app.manual.meaning import Stance, offered
from app.manual.rules import LANGUAGE
from app.manual.suggesting.shown import as_read
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

MOST_ID = 12
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Older:
    """Comments on words that came here from another paragraph with an edition."""

    title: str
    href: str
    edition: int
    remarks: Sequence[Remark]


@dataclass(frozen=True, kw_only=True)
class Discussion(Page):
    """The discussion of a paragraph; ``thread`` is None where nobody said anything yet.

    ``went`` are the paragraphs to which words of it went, ``form`` is None for who cannot write.
    """

    template: ClassVar[str] = "manual/discuss.html"
    here: ClassVar[str] = "manual"

    spot: Spot
    words: Markup
    thread: Thread | None
    state: tuple[str, str] | None
    remarks: Sequence[Remark]
    earlier: str
    latest: str
    older: Sequence[Older]
    went: Options
    form: Form | None
    choices: Options
    stances: Options
    languages: Options
    signature: str
    closes: bool
    closing: Form
    said: str
    refused: str
    text_language: str
    most: int


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said: of the paragraph itself, a part of it, and of others whose words came."""

    thread: Thread | None
    own: Sequence[Remark]
    earlier: str
    latest: str
    older: Sequence[Older]
    writes: bool


def page_of(ask: Ask, where: Spot, form: Form | None = None) -> Discussion:
    """Return the page of a discussion; ``form`` as it was typed."""
    lines = heirs.lines(ask.conn, where.editions)
    talk = _talk(ask, where, lines.came(where.block))
    thread, office = talk.thread, ask.viewer.office
    return Discussion(
        spot=where,
        words=as_read(where.place.block),
        thread=thread,
        state=(SIGNS[thread.stage], gettext(STATES[thread.stage])) if thread else None,
        remarks=talk.own,
        earlier=talk.earlier,
        latest=talk.latest,
        older=talk.older,
        went=ways(ask.conn, where.current, lines.went(where.block)),
        form=(form or _fresh(where, _asked(ask, "answer"))) if talk.writes else None,
        choices=choices(talk.own),
        stances=offered(ask.viewer),
        languages=options(LANGUAGES),
        signature=signature(office.member, office.member_name) if office else "",
        closes=allows(ask.viewer, P.DISCUSSION_CLOSE),
        closing=Form(),
        said="",
        refused="",
        text_language=LANGUAGE,
        most=MOST,
    )


def _talk(ask: Ask, where: Spot, came: Mapping[str, int]) -> Talk:
    """Return what was said; ``came`` are the paragraphs whose words came, and when."""
    conn, viewer, block = ask.conn, ask.viewer, where.block
    threads = queries.of_blocks(conn, viewer, (block, *came), where.current)
    thread = threads.get(block)
    part = comments.Thread((), "", later=False)
    if thread:
        before, wanted = _asked(ask, "before"), _asked(ask, "comment")
        part = comments.thread(conn, viewer, thread.matter.id, before, wanted)
    others = [one for old, one in threads.items() if old != block]
    said = comments.of_some(conn, viewer, [one.matter.id for one in others])
    known = details(conn, viewer, {*ids(part.said)}.union(*map(ids, said.values())))
    writes = (thread is None or thread.stage == Stage.OPEN) and allows(viewer, P.DISCUSSION_WRITE)
    icons = ask.portal.static.url("icons.svg")
    look = Look(block, where.place if where.now else None, icons, writes, viewer)
    older = []
    for one in others:
        until = came[one.block_id]
        there = replace(look, block=one.block_id, before=until, writes=False)
        shown = remarks(said.get(one.matter.id, ()), known, there)
        older += [Older(one.title, address(one.block_id), until, shown)] if shown else []
    return Talk(
        thread=thread,
        own=remarks(part.said, known, look),
        earlier=f"{address(block)}?before={part.earlier}" if part.earlier else "",
        latest=address(block) if part.later else "",
        older=older,
        writes=writes,
    )


def _asked(ask: Ask, name: str) -> str:
    return ask.request.query_params.get(name, "")[:MOST_ID]


def _fresh(where: Spot, answer: str) -> Form:
    """Return the form as it is found, with the comment that a link asked to answer."""
    return Form(
        {
            "seen": where.place.hash,
            "answers": answer,
            "stance": str(Stance.EXPERT),
            "language": i18n.language(),
        }
    )
