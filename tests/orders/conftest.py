"""People who ask for files, and a process that dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.config import ROOT
from app.core.db import table
from app.directory.models import Appointment
from app.identity.models import PortalSession
from app.orders.queries import order
from tests.support.given import SEAL_KEY

DATA = "/account/data"


@pytest.fixture(autouse=True)
def present(database, cast) -> None:  # noqa: ARG001 - whose sessions are there
    """Let everybody have proved to be there just now."""
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))


@pytest.fixture
def free(database, cast) -> str:
    """Ghana's Focal Point after the last day in office."""
    person = str(cast["ghana"].viewer.person_id)
    rows = table(Appointment)
    with database.unit_of_work() as db:
        ended = {"ends": clock.today() - timedelta(days=1), "stage": "ended"}
        db.execute(update(rows).where(rows.c.person_id == person).values(ended))
    return person


@pytest.fixture
def died(settings) -> Callable[..., None]:
    """Let another process take an order up, stop in a part of it, and be killed."""

    def kill_in(part: str) -> None:
        where = (settings.database, str(settings.var_dir))
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "tests.orders.dying", part, *where],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        with process:
            process.stdin.write(SEAL_KEY + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "stopped\n"
            os.kill(process.pid, signal.SIGKILL)

    return kill_in


@pytest.fixture
def lease_over(database) -> Callable[[], None]:
    """Let as much time pass as a lease lasts."""

    def passes() -> None:
        with database.unit_of_work() as db:
            db.execute(update(order).values(leased_until=clock.wall() - timedelta(seconds=1)))

    return passes
