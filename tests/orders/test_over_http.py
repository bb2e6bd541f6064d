"""Saving over a real connection: what breaks off is there again, what arrives is gone."""

import secrets
import socket
import time
from functools import partial

from app.orders import making, storing
from app.orders.rules import Kind
from app.orders.storing import Made
from app.web import csrf
from tests.support import plain
from tests.support.given import SECRET
from tests.support.live import free_port, running
from tests.support.ordering import rows, stored

LARGE = 24 * 1024 * 1024
"""More than all buffers between two processes of one machine hold."""


def large(content: bytes, order: making.Making) -> None:
    """Keep ``content`` for whoever asked."""
    storing.keep(order, Made(content, "large.pdf", "application/pdf"), lambda _db: None)


def test_a_saving_that_breaks_off_takes_nothing_away_and_a_whole_one_all(  # noqa: PLR0913, PLR0917 - fixtures
    app, portal, browse, database, cast, caplog
):
    browse("ghana").post("/account/data")
    content = secrets.token_bytes(LARGE)
    making.do_due(portal, {Kind.DATA: partial(large, content)})
    session, port = cast["ghana"].session, free_port()
    form = f"csrf={csrf.masked(csrf.token(SECRET, session))}"
    headers = {
        "host": "testserver", "cookie": f"session={session}", "origin": "http://testserver",
        "content-type": "application/x-www-form-urlencoded",
    }  # fmt: skip

    with running(app, port):
        with socket.create_connection(("127.0.0.1", port)) as line:
            said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            line.sendall(
                f"POST /account/data/save HTTP/1.1\r\n{said}content-length: {len(form)}\r\n\r\n"
                f"{form}".encode()
            )
            assert line.recv(1000).startswith(b"HTTP/1.1 200")
        time.sleep(1)
        assert (len(rows(database)), stored(portal)) == (1, 1)

        address = f"http://127.0.0.1:{port}/account/data/save"
        answer = plain.post(address, headers=headers, content=form, timeout=60)
        assert (answer.status_code, answer.content == content) == (200, True)
        for _ in range(100):
            if not rows(database):
                break
            time.sleep(0.05)
        assert (rows(database), stored(portal)) == ([], 0)
        again = plain.post(address, headers=headers, content=form, timeout=60)
        assert again.status_code == 409
    assert "Traceback" not in caplog.text
