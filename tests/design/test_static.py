"""Static files: lasting addresses, encodings by weight, conditions, and what is refused."""

import gzip
import tomllib
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import brotli
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.web.static import ALL_SCRIPTS, SCRIPTS, Static, choose

FOLDER = Path(__file__).parent.parent.parent / "static"
ALL = MappingProxyType({"br": b"", "zstd": b"", "gzip": b"", "identity": b""})
PLAIN = MappingProxyType({"identity": b""})


@pytest.fixture(scope="module")
def client(statics):
    return TestClient(Starlette(routes=[statics.route]))


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, *", "zstd"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity", "identity"),
        ("gzip;q=0", "identity"),
        ("br; q=nonsense, gzip;q=0.1", "gzip"),
        ("identity;q=1, br;q=0.2", "identity"),
        (",, gzip ;q=1.0", "gzip"),
        ("br;level=4", "br"),
    ],
)
def test_the_encoding_is_the_one_the_reader_likes_best(accepted, chosen):
    assert choose(accepted, ALL) == chosen


def test_a_file_that_does_not_shrink_is_served_as_it_is(tmp_path):
    assert choose("br, gzip", PLAIN) == "identity"
    (tmp_path / "a.txt").write_bytes(b"x")
    assert list(Static(tmp_path).files["a.txt"].bodies) == ["identity"]


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_a_hashed_name_lasts_forever(client, statics, accepted):
    plain = (FOLDER / "portal.css").read_bytes()
    answer = client.get(statics.url("portal.css"), headers={"accept-encoding": accepted})
    assert answer.status_code == 200
    assert answer.content == plain
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers.get("content-encoding", "identity") == accepted
    assert answer.headers["etag"] == f'"{sha256(plain).hexdigest()[:16]}-{accepted}"'


def test_a_plain_name_is_asked_again(client):
    answer = client.get("/static/icons.svg")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("mark", ["{}", "W/{}", '"other", {}', "*"])
def test_what_the_reader_has_is_not_sent_again(client, mark):
    etag = client.get("/static/portal.js").headers["etag"]
    answer = client.get("/static/portal.js", headers={"if-none-match": mark.format(etag)})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)


def test_another_mark_is_sent_in_full(client):
    answer = client.get("/static/portal.js", headers={"if-none-match": '"other"'})
    assert answer.status_code == 200


def test_head_has_the_length_and_no_body(client):
    full = client.get("/static/portal.css", headers={"accept-encoding": "identity"})
    head = client.head("/static/portal.css", headers={"accept-encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == full.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    [
        "portal.0000.css",
        "nothing.css",
        "../app/main.py",
        "%2e%2e/pyproject.toml",
        "vendor/VENDORED.toml",
        "vendor",
        "",
    ],
)
def test_nothing_else_is_served(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_only_reading_is_allowed(client):
    assert client.post("/static/portal.css").status_code == 405


def test_an_address_changes_with_the_content(tmp_path):
    (tmp_path / "vendor").mkdir()
    file = tmp_path / "vendor" / "a.min.js"
    file.write_text("one")
    before = Static(tmp_path).url("vendor/a.min.js")
    file.write_text("two")
    digest = sha256(b"two").hexdigest()[:12]
    assert Static(tmp_path).url("vendor/a.min.js") == f"/static/vendor/a.min.{digest}.js" != before
    with pytest.raises(KeyError):
        Static(tmp_path).url("b.js")


def test_the_packed_bodies_unpack_to_the_file(statics):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
    for file in statics.files.values():
        sources = SCRIPTS if file.name == ALL_SCRIPTS else (file.name,)
        wanted = b"\n;\n".join((FOLDER / name).read_bytes() for name in sources)
        assert {unpack[code](body) for code, body in file.bodies.items()} == {wanted}


def test_vendored_files_are_what_they_say():
    notes = tomllib.loads((FOLDER / "vendor" / "VENDORED.toml").read_text())["file"]
    files = {p.name for p in (FOLDER / "vendor").iterdir()} - {"VENDORED.toml"}
    assert {note["path"] for note in notes} == files
    for note in notes:
        body = (FOLDER / "vendor" / note["path"]).read_bytes()
        assert sha256(body).hexdigest() == note["sha256"]
        assert note["version"] in body.decode()
        assert {"name", "licence", "source"} <= note.keys()
