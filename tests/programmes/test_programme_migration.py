"""Tokens outlive a way back to a portal that knew fewer parts, where it would have known them."""

from alembic import command
from sqlalchemy import select

from app.access.scopes import Scope
from app.core.db import table
from app.identity.models import AccessToken
from app.migrating import alembic_config, differences
from tests.programmes.machine import token_for

token = table(AccessToken)


def test_down_and_up_again_a_token_keeps_its_parts_and_one_of_too_many_is_gone(database, cast):
    token_for(database, cast["ghana"], Scope.PRACTICES, Scope.SEARCH)
    token_for(database, cast["ghana"])
    config = alembic_config(database)

    command.downgrade(config, "0075")
    command.upgrade(config, "head")

    with database.read() as conn:
        assert [row.scopes for row in conn.execute(select(token))] == ["practices search"]
    assert differences(database) == []
