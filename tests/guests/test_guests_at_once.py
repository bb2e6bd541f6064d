"""What ends a loan at the moment in which a guest acts comes before the act, or after it."""

from collections.abc import Callable
from threading import Thread

import pytest

from app.contested import actions as contested
from app.contested.rules import Stage as Reviewing
from app.core.errors import Refusal
from app.guests import actions, queries
from app.practices import afterwards as practices
from tests.guests.conftest import ADDRESS
from tests.practices.sample import matter

AWHILE = 0.4
"""So long somebody who need not wait is surely through."""


@pytest.fixture
def ending(cast, practice, row, database) -> Callable[..., None]:
    """Return a function that ends what was lent, in one of the ways it can end."""
    ghana, editor, keeper = (cast[who].viewer for who in ("ghana", "editor", "administrator"))

    def act(db, how: str) -> None:
        if how == "practice":
            practices.withdraw(db, ghana, matter(db, ghana, practice), version=1)
        elif how == "guest":
            actions.withdraw(db, ghana, matter(db, ghana, practice), row().id)
        else:
            contested.confirm(db, keeper, ghana.office.id, Reviewing.PROPOSED)

    with database.unit_of_work() as db:
        contested.propose(db, editor, ghana.office.id, "Two letters.")
    return act


@pytest.mark.parametrize("how", ["practice", "guest", "review"])
@pytest.mark.parametrize("accepted", [True, False])
def test_a_guest_who_acts_while_it_ends_comes_too_late(  # noqa: PLR0913, PLR0917 - both sides
    database, cast, invite, practice, browse, row, ending, how, accepted
):
    viewer, secret, said = cast["stranger"].viewer, invite(practice), []
    with database.read() as conn:
        found = queries.find(conn, secret)
    if accepted:
        browse("stranger").post(f"/guest/invitation/{secret}", {"address": ADDRESS})
        with database.read() as conn:
            found = queries.granted(conn, viewer, row().id)

    def late() -> None:
        try:
            with database.unit_of_work() as db:
                if accepted:
                    actions.remark(db, viewer, found, "Late.")
                else:
                    actions.accept(db, viewer, found)
            said.append("done")
        except Refusal as refused:
            said.append(type(refused).__name__)

    with database.unit_of_work() as db:
        ending(db, how)
        db.flush()
        other = Thread(target=late)
        other.start()
        other.join(AWHILE)
        assert said == []
    other.join()

    assert said == ["LoanOver" if accepted else "Conflict"]
    assert (row().remark, row().accepted_at is None) == (None, not accepted)
