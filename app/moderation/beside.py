"""What stands beside the form of an answer: who else has the thing open, and ready answers."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.core.i18n import gettext, listed
from app.directory.queries import member_names
from app.moderation import answers, holds
from app.web.ask import SAFE, Ask
from app.web.forms import Form


@dataclass(frozen=True, slots=True)
class About:
    """What is put into a ready answer: title, registry number, and whose it is."""

    title: str
    number: str | None
    owners: str


@dataclass(frozen=True, slots=True)
class Beside:
    """That a colleague has the thing open, the ready answers, and which one is chosen."""

    held: str
    ready: Sequence[tuple[str, str]]
    chosen: Form


def beside(ask: Ask, key: str) -> Beside:
    """Return what stands beside the answer to a thing, for whoever may give it."""
    chosen = Form({"answer": _asked(ask)})
    return Beside(holds.by_others(ask.conn, ask.viewer, key), answers.choices(ask.conn), chosen)


def about_of(conn: Connection, title: str, number: str | None, owners: Collection[str]) -> About:
    """Return what is put in for a thing that belongs to the members ``owners``."""
    names = member_names(conn)
    called = sorted(gettext(names.get(code, code)) for code in owners)
    return About(title, number, listed(called))


def begun(ask: Ask, typed: Form, about: Callable[[], About], field: str = "reason") -> Form:
    """Return the form of an answer, begun with the ready one that was asked for.

    What somebody typed is never replaced.
    """
    given = typed.values.get(field) or typed.errors
    if given or not (text := answers.text_of(ask.conn, _asked(ask))):
        return typed
    return Form({**typed.values, field: answers.filled(text, answers.values_of(about()))})


def _asked(ask: Ask) -> str:
    """Return the ready answer that a page is asked with."""
    if ask.request.method not in SAFE:
        return ""
    return ask.request.query_params.get("answer", "")[:12]
