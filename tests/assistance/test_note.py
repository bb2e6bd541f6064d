"""A request as a note verbale: for the office that asks alone, from its own words, recorded."""

from sqlalchemy import select

from app.assistance.rules import Stage
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from tests.assistance.sample import CANARY
from tests.support.paper import words_of

audit = table(AuditRecord)


def test_the_office_prints_its_request_and_nobody_else(browse, asked, database):
    item, draft = asked(Stage.OPEN), asked(Stage.DRAFT)
    answer = browse("ghana").client.get(f"/assistance/{item}/note.pdf")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    said = words_of(answer.content)
    for words in (
        "Note verbale",
        "No. R2P/",
        "Ghana, presents its compliments",
        CANARY,
        "Confidential between its readers",
        "avails itself of this opportunity",
    ):
        assert words in said
    assert "Draft without a number" in words_of(
        browse("ghana").client.get(f"/assistance/{draft}/note.pdf").content
    )
    for who, status in (("denmark", 403), ("editor", 403)):
        browse(who).get(f"/assistance/{item}/note.pdf", status=status)
        browse(who).get(f"/assistance/{draft}/note.pdf", status=404)

    with database.read() as conn:
        wanted = select(audit.c.subject).where(audit.c.event == Event.REQUEST_NOTE_PRINTED)
        assert set(conn.execute(wanted).scalars()) == {item, draft}
