"""A practice of Ghana, and somebody of another ministry to whom it is lent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import table
from app.guests.models import Guest
from app.identity.models import Person
from app.mail.models import Letter
from app.practices.rules import Stage
from tests.assistance.conftest import making  # noqa: F401 - a fixture
from tests.practices.sample import write

ADDRESS = "stranger@example.org"
guest, letter, person = table(Guest), table(Letter), table(Person)


def invitation(address: str = ADDRESS, days: int = 14, name: str = "Ama Mensah") -> dict[str, str]:
    """Return the form of an invitation."""
    last = clock.today() + timedelta(days=days)
    return {
        "name": name, "address": address, "ministry": "Ministry of Justice",
        "last_day": last.isoformat(),
    }  # fmt: skip


@pytest.fixture
def practice(portal, cast) -> str:
    """A draft of Ghana."""
    with portal.db.unit_of_work() as db:
        write(db, cast["denmark"].viewer, Stage.DRAFT, title="Another of Denmark")
        write(db, cast["ghana"].viewer, Stage.DRAFT, title="Another of Ghana")
        return write(db, cast["ghana"].viewer, Stage.DRAFT, title="Lent by Ghana")


@pytest.fixture
def letters(database) -> Callable[[], list[Any]]:
    """Return a function that gives the letters that wait, the oldest first."""

    def found() -> list[Any]:
        with database.read() as conn:
            return list(conn.execute(select(letter).order_by(letter.c.created_at, letter.c.id)))

    return found


@pytest.fixture
def token(letters) -> Callable[[str], str]:
    """Return a function that gives the secret of the last invitation sent to an address."""

    def found(address: str = ADDRESS) -> str:
        bodies = [one.body for one in letters() if one.address == address]
        return bodies[-1].partition("/guest/invitation/")[2].split()[0]

    return found


@pytest.fixture
def invite(browse, token) -> Callable[..., str]:
    """Return a function by which Ghana invites, and that gives the secret."""

    def send(item_id: str, **how: Any) -> str:
        browse("ghana").post(f"/practices/{item_id}/guests", invitation(**how))
        return token(how.get("address", ADDRESS))

    return send


@pytest.fixture
def lent(browse, invite, practice) -> str:
    """The address at which the stranger reads the practice."""
    secret = invite(practice)
    return browse("stranger").post(f"/guest/invitation/{secret}", {"address": ADDRESS}).location


@pytest.fixture
def row(database) -> Callable[[], Any]:
    """Return a function that gives the one guest there is."""

    def found() -> Any:
        with database.read() as conn:
            return conn.execute(select(guest)).one()

    return found


@pytest.fixture
def without_address(database, cast):
    """Let the stranger's account say no address."""
    with database.unit_of_work() as db:
        this = person.c.id == cast["stranger"].viewer.person_id
        db.execute(update(person).where(this).values(email=None))
