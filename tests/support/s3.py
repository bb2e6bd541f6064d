"""A real S3 service for the tests, and what can stand between it and a portal."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from uuid import uuid4

import httpx

from app.core.config import Settings
from tests.support import plain
from tests.support.live import free_port

KEY_ID, KEY = "AKIATESTSONLY", "hush-of-the-bucket"


@contextmanager
def service() -> Iterator[str]:
    """Run moto's server; give its address."""
    port = free_port()
    command = (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            plain.get(f"{address}/moto-api/data.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("moto's server did not answer in half a minute.")


def new_bucket(endpoint: str) -> dict[str, object]:
    """Make a bucket; return the settings that keep files in it."""
    bucket = f"files-{uuid4().hex[:12]}"
    assert plain.put(f"{endpoint}/{bucket}").is_success
    return {
        "files": f"s3://{bucket}/portal/files",
        "files_endpoint": endpoint,
        "files_key_id": KEY_ID,
        "files_key": KEY,
    }


def keeping(settings: Settings, given: dict[str, object]) -> Settings:
    """Return settings with files in the bucket of ``given``."""
    return Settings(**{**settings.model_dump(), **given})


def keep_versions(given: dict[str, object]) -> None:
    """Let the bucket keep every version of its objects."""
    said = (
        '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        "<Status>Enabled</Status></VersioningConfiguration>"
    )
    _set(given, "versioning", said)


def allow(given: dict[str, object], effect: str, action: str) -> None:
    """Let everybody do ``action`` in the bucket, or nobody; ``effect`` is Allow or Deny."""
    resource = f"arn:aws:s3:::{_bucket(given)}/*"
    rule = {"Effect": effect, "Principal": "*", "Action": action, "Resource": resource}
    _set(given, "policy", json.dumps({"Version": "2012-10-17", "Statement": [rule]}))


def _bucket(given: dict[str, object]) -> str:
    return str(given["files"]).split("/")[2]


def _set(given: dict[str, object], what: str, said: str) -> None:
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request"}
    address = f"{given['files_endpoint']}/{_bucket(given)}?{what}="
    assert plain.put(address, content=said, headers=signed).is_success


class Between:
    """Stands before the service: passes on, or does one of what services do on bad days.

    ``broken`` answers 500; ``hanging`` answers nothing; ``halting`` takes half of what is sent and
    no more.
    """

    def __init__(self, service: str) -> None:
        self.service, self.manner = service, ""
        self.asked, self.halted, self.over = 0, Event(), Event()
        between = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                between.answer(self)

            do_PUT = do_DELETE = do_HEAD = do_POST = do_GET  # noqa: N815 - http.server's names

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer as it is the manner of the day."""
        self.asked += 1
        size = int(request.headers.get("content-length", 0))
        if self.manner == "halting" and request.command == "PUT":
            request.rfile.read(size // 2)
            self.halted.set()
            self.over.wait(30)
            return
        body = request.rfile.read(size)
        if self.manner == "hanging":
            self.over.wait(30)
            return
        if self.manner == "broken":
            request.send_error(500)
            return
        self._pass_on(request, body)

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        headers = dict(request.headers)
        given = plain.request(
            request.command, self.service + request.path, headers=headers, content=body
        )
        request.send_response(given.status_code)
        for name, value in given.headers.items():
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "date"}:
                request.send_header(name, value)
        length = given.headers.get("content-length", str(len(given.content)))
        request.send_header("content-length", length)
        request.end_headers()
        request.wfile.write(given.content)


@contextmanager
def between(service: str) -> Iterator[Between]:
    """Stand before the service inside the block."""
    made = Between(service)
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        made.server.shutdown()
        made.server.server_close()
        thread.join()
