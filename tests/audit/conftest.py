"""What the record's tests share: acts that record, and exports."""

from collections.abc import Callable

import pytest

from app.audit.actions import record
from app.audit.checkpoints import Kind, Signer, make
from app.audit.commands import signer_of
from app.audit.events import Event
from app.audit.export import lines


@pytest.fixture
def signer(settings) -> Signer:
    return signer_of(settings)


@pytest.fixture
def acts(database, cast) -> Callable[[int], None]:
    """Do so many acts, of one, two or three entries each."""

    def do(many: int) -> None:
        for number in range(many):
            with database.unit_of_work() as db:
                for _ in range(number % 3 + 1):
                    record(
                        db,
                        Event.PRACTICE_CHANGED,
                        viewer=cast["ghana"].viewer,
                        subject=f"item{number}",
                        detail={"version": number, "note": "é “quoted”"},
                    )

    return do


@pytest.fixture
def sign(database, signer) -> Callable[[], dict]:
    def do(kind: Kind = Kind.REGULAR) -> dict:
        with database.unit_of_work() as db:
            return make(db, signer, kind)

    return do


@pytest.fixture
def exported(database, signer) -> Callable[[], list[bytes]]:
    def do() -> list[bytes]:
        with database.read() as conn:
            return list(lines(conn, signer))

    return do
