"""A round of clearance of a request for tests, made by the real acts."""

from datetime import timedelta

from app.assistance.clearance import acts
from app.assistance.rules import Stage
from app.clearing.forms import Framed
from app.core import clock
from tests.assistance.sample import Maker


def request_out(
    maker: Maker, marking: str = "For clearance", readers: str = "Ministries", who: str = "ghana"
) -> str:
    """Let a draft of ``who`` go out; return the id of the round."""
    made = maker.request(Stage.DRAFT, owner=who)
    until = clock.today() + timedelta(days=14)
    said = Framed(marking=marking, readers=readers, deadline=until, language="en")
    return acts.make(maker.db, maker.by(who), maker.matter(who, made), said)
