"""What is kept: the key in its file, the store in its bounds, the configuration in order."""

import ast
import json
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

import provider
from provider import Client, Person, ProviderConfig
from provider.config import origin
from provider.keys import public_keys, signing_key
from provider.models import AccessToken, Code
from provider.personas import PERSONAS
from provider.store import MemoryStore
from provider.wire import MalformedError, pairs_of

CLIENT = Client("a", "secret", ["https://a.example/back"])


def code(digest: str = "d", sid: str = "s", expires_at: float = 60) -> Code:
    return Code(
        digest=digest,
        sid=sid,
        client_id="a",
        subject="x",
        redirect_uri="https://a.example/back",
        scope="openid",
        nonce=None,
        auth_time=0,
        amr=(),
        code_challenge="c",
        code_challenge_method="S256",
        expires_at=expires_at,
    )


def token(digest: str = "t", sid: str = "s", expires_at: float = 600) -> AccessToken:
    return AccessToken(digest, sid, CLIENT.client_id, "x", "openid", expires_at)


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path):
    path = tmp_path / "new" / "key.json"
    first = signing_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["key.json"]
    assert signing_key(path).as_dict(private=True) == first.as_dict(private=True)
    (shown,) = public_keys(first).as_dict()["keys"]
    assert sorted(shown) == ["alg", "e", "kid", "kty", "n", "use"]
    assert first.kid == shown["kid"] == json.loads(path.read_text())["kid"]


def test_those_who_start_together_share_one_key(tmp_path: Path):
    path, together = tmp_path / "key.json", Barrier(4)

    def start(_: int) -> str:
        together.wait()
        return str(signing_key(path).kid)

    with ThreadPoolExecutor(4) as pool:
        kids = list(pool.map(start, range(4)))
    assert kids == [signing_key(path).kid] * 4
    assert [file.name for file in tmp_path.iterdir()] == ["key.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int):
    path = tmp_path / "key.json"
    path.write_text("{}")
    path.chmod(mode)
    with pytest.raises(PermissionError, match=f"chmod 600 {path}"):
        signing_key(path)


def test_the_store_forgets_what_is_late():
    store = MemoryStore()
    store.put_interaction("i", (("a", "b"),), 10, now=0)
    store.put_code(code(), now=0)
    store.put_token(token(), now=0)
    assert store.token("t", now=599) == token()
    assert store.token("t", now=600) is None
    assert store.take_interaction("i", now=10) is None
    assert store.spend_code("d", "a", now=60) is None


def test_the_store_drops_the_oldest_when_full():
    store = MemoryStore(limit=3)
    for n in range(5):
        store.put_interaction(str(n), (("n", str(n)),), 600 + n, now=n)
    assert [store.take_interaction(str(n), now=5) for n in range(5)] == [
        *(None, None),
        *((("n", "2"),), (("n", "3"),), (("n", "4"),)),
    ]


def test_a_replay_between_spending_and_saving_still_ends_the_sign_in():
    store = MemoryStore()
    store.put_code(code(), now=0)
    assert store.spend_code("d", "a", now=1) == code()
    assert store.spend_code("d", "a", now=2) is None
    assert store.put_token(token(), now=3) is False
    assert store.token("t", now=3) is None


def test_of_a_thousand_threads_one_gets_the_code():
    store = MemoryStore()
    store.put_code(code(), now=0)
    with ThreadPoolExecutor(32) as pool:
        got = list(pool.map(lambda _: store.spend_code("d", "a", now=1), range(1000)))
    assert [one for one in got if one] == [code()]


def test_ending_touches_one_sign_in_only():
    store = MemoryStore()
    for n in ("1", "2"):
        assert store.put_token(token(digest=f"t{n}", sid=n), now=0) is True
    store.end("1", now=1)
    assert (store.token("t1", now=1), store.token("t2", now=1)) == (None, token("t2", "2"))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "ftp://127.0.0.1",
        "https://",
        "//example.org",
        "https://a.example/#x",
        "https://me@a.example/",
        "https://a.example/\n",
        "https://a.example/ x",
        "https://é.example/",
        "http://127.0.0.1.example.org/",
        "",
    ],
)
def test_addresses_must_be_https_or_of_this_machine(address: str):
    with pytest.raises(ValueError, match="neither https"):
        Client("a", "secret", [address])
    with pytest.raises(ValueError, match="neither https"):
        Client("a", "secret", [], [address])


@pytest.mark.parametrize(
    "address",
    ["https://a.example", "http://localhost:1/x", "http://127.0.0.1:8000", "http://[::1]/"],
)
def test_good_addresses_are_taken(address: str):
    assert Client("a", "secret", [address], [address]).redirect_uris == [address]


def test_a_client_needs_id_and_secret_and_hides_the_latter():
    for name, secret in (("", "secret"), ("a", "")):
        with pytest.raises(ValueError, match="an id and a secret"):
            Client(name, secret, [])
    assert "secret'" not in repr(CLIENT)


def test_a_configuration_in_disorder_is_refused(tmp_path: Path):
    good = ProviderConfig("https://a.example/p", [CLIENT], PERSONAS, tmp_path / "key", "T")
    person = Person("s", "n", "e@example.org", "en", "p", "l", "d")
    for wrong in (
        {"issuer": "https://a.example/p/"},
        {"issuer": "https://a.example/p?x=y"},
        {"issuer": "http://a.example"},
        {"clients": [CLIENT, CLIENT]},
        {"people": [person, replace(person, subject="other")]},
        {"people": [person, replace(person, persona="other")]},
    ):
        with pytest.raises(ValueError, match=r"issuer|neither|once"):
            replace(good, **wrong)


def test_an_origin_is_written_as_browsers_do():
    assert origin("https://ID.Example.org:8443/a/b?c") == "https://id.example.org:8443"


def test_parameters_are_read_strictly():
    assert pairs_of(b"a=1&b=&c=%C3%A9+x") == (("a", "1"), ("c", "é x"))
    for raw in (b"a=1&a=1", b"a=%ff", b"a=\x80"):
        with pytest.raises(MalformedError):
            pairs_of(raw)


def test_the_provider_imports_nothing_of_the_portal():
    folder = Path(str(provider.__file__)).parent
    core = {file for file in folder.rglob("*.py") if "house" not in file.parts}
    known = {"authlib", "jinja2", "joserfc", "provider", "starlette"}
    assert roots_of(core) == known
    house = {
        "aiosmtplib",
        "cryptography",
        "markupsafe",
        "pydantic",
        "pydantic_settings",
        "segno",
        "sqlalchemy",
    }
    house |= {"uvicorn", "webauthn"}
    assert roots_of(set(folder.rglob("*.py"))) == known | house


def roots_of(files: set[Path]) -> set[str]:
    """Return the packages that files import, but for Python's own."""
    roots = {
        name.partition(".")[0]
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    return roots - set(sys.stdlib_module_names)
