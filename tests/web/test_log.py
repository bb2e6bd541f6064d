"""A crowd asks the real server for everything, with canaries everywhere; the log has none."""

import json
import socket
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import text

from app.web import csrf
from tests.house.routes import addresses, registered
from tests.support import plain
from tests.support.commands import GOOD, HOST, given, running, until_ready
from tests.support.live import free_port

CANARY = "Xylander"
ADDRESS = "203.0.113.77"
FIELDS = (
    "q", "name", "title", "summary", "description", "body", "email", "address", "person_email",
    "writer", "authority", "evidence", "why", "note", "subject", "telephone", "position", "next",
    "code", "state", "error", "error_description", "iss", "member", "logout_token",
)  # fmt: skip
TYPED = dict.fromkeys(FIELDS, f"{CANARY} <{CANARY}@example.org>")
BADGE = {
    "user-agent": CANARY, "referer": f"https://{CANARY}.example/", "x-forwarded-for": ADDRESS,
    "x-request-id": CANARY, "accept-language": f"{CANARY}, en", "hx-target": CANARY, **HOST,
}  # fmt: skip


class Crowd:
    """Somebody signed in and somebody who is not, at one server."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.session = session
        self.ids: set[str] = set()

    def ask(self, method: str, path: str, *, signed_in: bool) -> httpx.Response:
        cookies = {"language": CANARY}
        data = dict(TYPED)
        if signed_in:
            cookies["__Host-session"] = self.session
            data["csrf"] = csrf.masked(csrf.token(str(GOOD["secret_key"]), self.session))
        jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = plain.request(
            method, f"http://127.0.0.1:{self.port}{path}", headers={**BADGE, "cookie": jar},
            data=data if method == "POST" else None, timeout=30,
        )  # fmt: skip
        self.ids.add(answer.headers["x-request-id"])
        return answer

    def shout(self, words: bytes) -> None:
        """Say what is no request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(words)
            line.settimeout(5)
            line.recv(4096)


def everything(app) -> list[tuple[str, str]]:
    asked = [
        (entry.method, address.replace("zz", CANARY).replace("abcdefghijkm", CANARY))
        for entry in registered(app)
        for address in addresses(entry.path)[:2]
    ]
    query = f"?q={quote(CANARY)}&code={CANARY}&state={CANARY}"
    return [*((m, a + query) for m, a in asked), ("GET", f"/{CANARY}"), ("PROPFIND", "/")]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def variables(database_url, tmp_path):
    """Settings of a process on this test's database that logs as JSON."""
    return partial(
        given, database_url=database_url, var_dir=str(tmp_path / "var"), host="127.0.0.1",
        log="json", patience=1_000_000,
    )  # fmt: skip


def test_the_log_tells_of_every_request_and_nothing_of_anybody(app, cast, database, variables, out):
    port = free_port()
    crowd = Crowd(port, cast["ghana"].session)
    with out.open("w") as file, running("serve", variables(port=port), file):
        until_ready(port)
        asked = everything(app)
        for method, path in asked:
            crowd.ask(method, path, signed_in=True)
            crowd.ask(method, path, signed_in=False)
        crowd.shout(f"{CANARY} {CANARY}\r\n\r\n".encode())
        crowd.shout(f"GET /?{CANARY} HTTP/1.1\r\nHost: {CANARY}.example\r\n\r\n".encode())
        with database.unit_of_work() as db:
            db.execute(text("ALTER TABLE invitation RENAME TO gone"))
        broken = crowd.ask("GET", f"/invitation/{CANARY}", signed_in=True)

    log = out.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in lines if line["what"] == "request"]
    names = {line["request"] for line in requests}
    assert CANARY.lower() not in log.lower()
    assert ADDRESS not in log
    assert "ghana" not in log.lower()
    assert crowd.ids <= names
    assert len(crowd.ids) == 2 * len(asked) + 1
    assert {line["route"] for line in requests} >= _templates(app)
    assert {tuple(sorted(line)) for line in requests} == {
        ("at", "from", "level", "method", "ms", "process", "request", "route", "status", "what")
    }
    _told_with_its_request(broken, lines)


def _templates(app) -> set[str]:
    return {entry.path for entry in registered(app)}


def _told_with_its_request(broken: httpx.Response, lines: list[dict[str, object]]) -> None:
    """The page of a mistake names the request, and so does the line of the mistake."""
    name = broken.headers["x-request-id"]
    (mistake,) = [one for one in lines if one.get("request") == name and "error" in one]

    assert broken.status_code == 500
    assert f"500 · {name}" in broken.text
    assert "sqlalchemy.exc.OperationalError" in mistake["error"] or (
        "sqlalchemy.exc.ProgrammingError" in mistake["error"]
    )
    assert any(str(place).startswith("app/directory/") for place in mistake["where"])


def test_the_worker_logs_alike(database, variables, out):
    with database.unit_of_work() as db:
        db.execute(text("DROP TABLE throttle"))
    with out.open("w") as file, running("worker", variables(), file):
        for _ in range(600):
            if "sweep failed" in out.read_text(encoding="utf-8"):
                break
            time.sleep(0.1)

    (line,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (line["what"], line["process"].partition(":")[0]) == (
        "the duty sweep failed; it is tried again when due", "worker",
    )  # fmt: skip
    assert "app/web/throttle.py" in "".join(line["where"])
