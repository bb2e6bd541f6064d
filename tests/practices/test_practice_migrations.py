"""A migration keeps what is there: nothing is lost on the way down to the first and up again."""

from alembic import command
from sqlalchemy import delete, func, select, update

from app.core.db import table
from app.following.models import Happening
from app.identity.models import PortalSession
from app.mail.models import Letter
from app.migrating import alembic_config, differences
from app.notifications.models import DigestLine
from app.practices.models import Practice, PracticeFacet, PracticeVersion
from tests.support.rows import rows_hash


def test_down_to_the_first_and_up_again_every_row_is_the_same(database, written):
    written("ghana")
    written("denmark", title="Another")
    with database.unit_of_work() as db:  # what the first schema did not know yet
        for model in (Letter, DigestLine, Happening):
            db.execute(delete(table(model)))
        db.execute(update(table(PortalSession)).values(factor="", factor_at=None))
        for form in (Practice, PracticeVersion):
            db.execute(update(table(form)).values(template=1))
    before = rows_hash(database)
    config = alembic_config(database)

    command.downgrade(config, "0001")
    command.upgrade(config, "head")

    with database.read() as conn:
        for model, number in ((Practice, 2), (PracticeFacet, 6)):
            count = select(func.count()).select_from(table(model))
            assert conn.execute(count).scalar_one() == number
    assert rows_hash(database) == before
    assert differences(database) == []
