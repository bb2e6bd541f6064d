"""Who says what answers a question: those who asked, and those who answer for the practice."""

from dataclasses import replace

from app.access.labels import SECRETARIAT_CODE
from app.discussion.answering import answerers
from app.discussion.one import One
from app.items.queries import Matter
from app.web.ask import Ask


def sides(ask: Ask, matter: Matter, question: One) -> Matter:
    """Return the question as something that both sides own, for the policy to judge.

    To the Secretariat it is its own where it is one of the two.
    """
    both = answerers(ask.conn, matter.id, matter.owners) | question.owners
    secretariat = frozenset({SECRETARIAT_CODE})
    staff = ask.viewer.in_secretariat and secretariat <= both
    return replace(matter, owners=secretariat if staff else both)
