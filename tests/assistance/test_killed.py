"""The server dies between an agreement and its notice: one effect, and one letter later."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.assistance.rules import Act, Stage
from app.core import clock
from app.core.config import ROOT
from app.core.db import table
from app.core.errors import Conflict
from app.duties import address_of
from app.items.models import Item
from app.mail.models import Letter
from app.mail.sending import Folder, send_due
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass
from app.notifications.models import Notice
from tests.support.given import SEAL_KEY

item, letter, notice = table(Item), table(Letter), table(Notice)


@pytest.fixture(autouse=True)
def at_once(database, cast):
    """Let everybody be told of answers by letter at once."""
    chosen = Choices({NoticeClass.ANSWERED: How.NOW}, 8, 0)
    with database.unit_of_work() as db:
        for one in cast.values():
            choices.keep(db, one.viewer, one.viewer.person_id, chosen)


@pytest.fixture
def agreed_and_killed(settings, cast, making):
    """Let another process accept an offer and be killed; return the request and the offer."""

    def kill(where: str) -> tuple[str, str]:
        with making() as maker:
            made = maker.request(Stage.IN_TALKS)
            offered = maker.offer_id
        words = (where, settings.database, str(settings.var_dir), made, offered)
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "tests.assistance.dying", *words],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        with process:
            process.stdin.write(f"{SEAL_KEY}\n{cast['ghana'].session}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "stopped\n"
            os.kill(process.pid, signal.SIGKILL)
        return made, offered

    return kill


def state(database, made: str, offered: str) -> tuple[str, str, int, int]:
    """Return both stages, and how many notices and letters say that the offer was accepted."""
    with database.read() as conn:
        stages = [
            conn.execute(select(item.c.stage).where(item.c.id == one)).scalar_one()
            for one in (made, offered)
        ]
        told = select(func.count()).where(notice.c.what == "offer-accepted")
        written = select(func.count()).where(letter.c.subject.like("Your offer%answered%"))
        return *stages, conn.execute(told).scalar_one(), conn.execute(written).scalar_one()


def sent(database, settings, tmp_path) -> int:
    send_due(database, settings, Folder(tmp_path / "mail"), address_of)
    files = (tmp_path / "mail").glob("*")
    return sum(b"Your offer of assistance was answered" in one.read_bytes() for one in files)


def test_after_the_act_the_notice_goes_out_later_and_once(
    agreed_and_killed, database, settings, tmp_path
):
    made, offered = agreed_and_killed("after")
    first = state(database, made, offered)
    assert first == ("agreed", "accepted", 1, 2)  # talks were a letter of their own
    for _ in range(2):
        with clock.moved(timedelta(days=1)):
            assert sent(database, settings, tmp_path) == 2
    assert state(database, made, offered) == first


def test_after_it_nobody_can_accept_once_more(agreed_and_killed, database, making):
    made, offered = agreed_and_killed("after")
    first = state(database, made, offered)
    with pytest.raises(Conflict), making() as maker:
        maker.answer(made, offered, "ghana", Act.ACCEPT)
    assert state(database, made, offered) == first


def test_within_the_act_nothing_has_happened_and_it_can_be_done(
    agreed_and_killed, database, making
):
    made, offered = agreed_and_killed("in")
    before = state(database, made, offered)
    assert before[:2] == ("in_talks", "in_talks")
    with making() as maker:
        maker.answer(made, offered, "ghana", Act.ACCEPT)
    after = state(database, made, offered)
    assert after == ("agreed", "accepted", before[2] + 1, before[3] + 1)
