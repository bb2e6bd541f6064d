"""A thousand people redeem one invitation at once, at two servers: one of them gets the office."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import func, select

from app.access.viewer import OfficeKind
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import Database, table
from app.directory.invitations import invite
from app.directory.models import Appointment, Invitation
from app.identity import sessions
from app.identity.models import Person
from app.identity.sessions import Came
from app.web.portal import Portal
from prove.real import Server, databases
from prove.row import Row, equal
from tests.support.given import PROVIDER
from tests.support.people import Somebody, furnished

MANY, SERVERS, TAKEN, FAILED = 1_000, 2, 303, 500
MEMBER, NAME = "NOR", "Norway"
"""A member that the cast does not know: its office is vacant."""


@dataclass(frozen=True)
class Held:
    """The invitation's secret, and the sessions of all who have it."""

    token: str
    sessions: Mapping[str, str]
    """Person by session."""


def rows(many: int = MANY) -> Iterator[Row]:
    """Let so many redeem one invitation on each database there is."""
    with databases() as found:
        for engine, url in found.items():
            yield from redeemed(engine, url, many)


def redeemed(engine: str, url: str, many: int) -> Iterator[Row]:
    """Redeem on the empty database at ``url``; say who got what."""
    held: Held = furnished(url, lambda portal, cast: _invited(portal, cast, many)).made
    with tempfile.TemporaryDirectory() as folder:
        servers = [Server(url, Path(folder))]
        servers += [Server(url, Path(folder), servers[0].secrets) for _ in range(1, SERVERS)]
        try:
            for server in servers:
                server.start()
            answers = asyncio.run(_all(servers, held))
        finally:
            for server in servers:
                server.kill()
    yield from _judged(engine, url, answers, held)


def _invited(portal: Portal, _cast: Mapping[str, Somebody], many: int) -> Held:
    """Make an invitation, and people with a session and without an office."""
    with portal.db.unit_of_work() as db:
        token = invite(db, MEMBER, OfficeKind.FOCAL_POINT, "Somebody")
        people = [Person(name=f"Person {n}", email=f"{n}@example.org") for n in range(many)]
        db.add_all(people)
        db.flush()
        came = Came(provider=PROVIDER.key)
        made = {sessions.start(db, portal.settings, one.id, came): one.id for one in people}
    return Held(token, made)


async def _all(servers: Sequence[Server], held: Held) -> dict[str, int]:
    """Send all at once, in turn to each server; return the answer to each session."""
    none = httpx.Limits(max_connections=None)
    clients = [
        httpx.AsyncClient(base_url=one.address, limits=none, timeout=120, trust_env=False)
        for one in servers
    ]
    gate = asyncio.Event()

    async def redeem(number: int, session: str) -> tuple[str, int]:
        server, client = servers[number % SERVERS], clients[number % SERVERS]
        fields = {"csrf": server.token(session), "member": NAME}
        await gate.wait()
        answer = await client.post(
            f"/invitation/{held.token}", data=fields, headers=server.headers(session)
        )
        return session, answer.status_code

    waiting = [asyncio.create_task(redeem(n, one)) for n, one in enumerate(held.sessions)]
    await asyncio.sleep(0)
    gate.set()
    answered = dict(await asyncio.gather(*waiting))
    for client in clients:
        await client.aclose()
    return answered


def _judged(engine: str, url: str, answers: Mapping[str, int], held: Held) -> Iterator[Row]:
    database = Database(url)
    appointment, invitation, entry = table(Appointment), table(Invitation), table(AuditRecord)
    with database.read() as conn:
        redeemed_by = conn.execute(select(invitation.c.redeemed_by)).scalars().all()
        new = appointment.c.person_id.in_(held.sessions.values())
        holders = conn.execute(select(appointment.c.person_id).where(new)).scalars().all()
        taken = entry.c.event == Event.OFFICE_TAKEN
        entries = conn.execute(select(func.count()).where(taken)).scalar_one()
    database.close()
    let_in = [held.sessions[session] for session, status in answers.items() if status == TAKEN]
    name = f"{engine}: of {len(answers)} who redeem one invitation at {SERVERS} servers, let in"
    yield equal(name, len(let_in), 1)
    same = let_in == list(holders) == list(redeemed_by)
    yield equal(f"{engine}: the office is held by the one let in", "yes" if same else "no", "yes")
    yield equal(f"{engine}: entries of the record about it", entries, 1)
    others = Counter(status for status in answers.values() if status != TAKEN)
    failed = sum(times for status, times in others.items() if status >= FAILED)
    told = ", ".join(f"{times} × {status}" for status, times in sorted(others.items()))
    yield equal(f"{engine}: answers to the others that are failures ({told})", failed, 0)
