"""What every answer carries, which host names are answered, and how much is read."""

import http.client
import socket
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from app.core.config import Settings
from app.main import create_app
from app.web.headers import CSP
from tests.support import plain
from tests.support.live import demonstration, serving

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "manifest-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; "
    "trusted-types htmx"
)
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
ANSWERS = [
    ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/directory", 200), ("GET", "/sign-in", 200),
    ("GET", "/home", 303), ("GET", "/language/en", 303), ("GET", "/nowhere", 303),
    ("GET", "/directory/XXX", 404), ("GET", "/static/none.css", 404),
    ("GET", "/static/portal.css", 200), ("HEAD", "/static/portal.css", 200),
    ("POST", "/sign-in", 403), ("POST", "/", 405), ("GET", "/sign-out", 405),
    ("GET", "/sign-in/return/none", 400), ("GET", "/broken", 500), ("GET", "/healthz", 200),
    ("GET", "/readyz", 200), ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/directory/XXX", 404), ("GET", "/api/v1/none", 404),
]  # fmt: skip


@pytest.fixture
def client(app):
    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError

    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_headers(client, method, path, status):
    answer = client.request(method, path, follow_redirects=False)

    assert answer.status_code == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers
    assert answer.headers.get_list("content-security-policy") == [CSP]
    if method == "HEAD":
        assert answer.content == b""


def test_static_files_carry_it_when_nothing_changed_too(client):
    first = client.get("/static/portal.css")
    again = client.get("/static/portal.css", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.headers["content-security-policy"] == POLICY


def test_over_https_browsers_are_told_to_stay_there(settings):
    app = create_app(settings.model_copy(update={"base_url": "https://testserver"}))
    with TestClient(app, base_url="https://testserver") as client:
        assert client.get("/").headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("who", "path"), [("nobody", "/sign-in"), ("ghana", "/"), ("ghana", "/directory/GHA"),
                      ("ghana", "/home"), ("editor", "/desk"), ("ghana", "/nowhere")],
)  # fmt: skip
def test_personal_pages_are_stored_nowhere(browse, who, path):
    raw = browse(who).client.get(path, follow_redirects=False)

    assert raw.headers["cache-control"] == "no-store"
    assert "Cookie" in raw.headers["vary"]
    assert "HX-Request" in raw.headers["vary"]


def test_a_method_that_an_address_does_not_take_is_a_page(client):
    answer = client.post("/", data={"x": "y"})

    assert answer.status_code == 405
    assert "This address does not take what was sent. Go back and try again." in answer.text


HOSTS = [
    "evil.example", "testserver.evil.example", "eviltestserver", "testserver:81", "testserver.",
    "testserver/evil", "testserver@evil.example", "evil.example, testserver", " ", "127.0.0.1",
    "[::1]", "testserver#", "testserver\tx", "xn--testserver", "localhost",
]  # fmt: skip


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("host", HOSTS)
def test_foreign_host_names_are_refused_and_reflected_nowhere(client, host):
    answer = client.get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.text.splitlines() == [
        "This host name is not served here.",
        "Ce nom d’hôte n’est pas desservi ici.",
    ]
    assert answer.headers["content-security-policy"] == POLICY


def test_forwarded_names_are_not_believed(client):
    headers = {
        "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example",
        "X-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Original-URL": "/desk",
    }  # fmt: skip
    answer = client.get("/sign-in?next=/directory", headers=headers)

    assert answer.status_code == 200
    assert "evil.example" not in answer.text
    assert "gopher" not in answer.text


def test_host_names_are_compared_without_case(client):
    assert client.get("/healthz", headers={"Host": "TestServer"}).status_code == 200


@pytest.fixture
def served(tmp_path, database_url):
    small = demonstration(tmp_path, database_url).model_copy(update={"max_body": 65_536})
    with serving(small) as base:
        yield base


def _asked_raw(base: str, head: str, body_of: int) -> tuple[bytes, int]:
    """Send a body in small pieces until the server answers or hangs up; return both."""
    parts = urlsplit(base)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        sock.sendall(head.format(host=parts.netloc).encode())
        sock.settimeout(0.02)
        sent, answer = 0, b""
        while sent < body_of and not answer:
            try:
                piece = b"x" * 4096
                sock.sendall(b"1000\r\n" + piece + b"\r\n" if "chunked" in head else piece)
                sent += len(piece)
                answer = sock.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                break
        sock.settimeout(5)
        try:
            while b"</html>" not in answer and (more := sock.recv(65536)):
                answer += more
        except OSError:
            pass
        return answer, sent


HEAD = "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: "
SENTENCE = b"This is more than the portal can take at once. Shorten it and send it again."


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain",
             "application/json"],
)  # fmt: skip
@pytest.mark.parametrize("length", ["Content-Length: 9000000", "Transfer-Encoding: chunked"])
def test_a_body_over_the_limit_is_refused_while_it_comes(served, kind, length):
    answer, sent = _asked_raw(served, f"{HEAD}{kind}\r\n{length}\r\n\r\n", 9_000_000)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert SENTENCE in answer
    assert POLICY.encode() in answer
    assert sent <= 65_536 + 65_536


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_body_within_the_limit_passes(served):
    answer = plain.post(f"{served}/sign-in", data={"x": "y" * 60_000})

    assert answer.status_code == 403


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("length", ["-1", "x", "1e3", "٣"])
def test_a_length_that_is_no_number_is_refused_by_the_server(served, length):
    parts = urlsplit(served)
    conn = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    conn.putrequest("POST", "/sign-in")
    conn.putheader("Content-Length", length.encode())
    conn.endheaders()

    assert conn.getresponse().status == 400
    conn.close()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_provider_under_its_path_has_a_policy_of_its_own(served):
    for path in ("/authorize", "/none", "/.well-known/openid-configuration", "/provider.css"):
        answer = plain.get(f"{served}/demo-provider{path}")
        found = answer.headers.get_list("content-security-policy")
        assert len(found) == 1
        assert found[0].startswith("default-src 'none'; style-src 'self'; base-uri 'none'")
        assert "unsafe" not in found[0]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_limit_is_a_setting():
    assert Settings.model_fields["max_body"].default == 1_048_576
