"""What the house keeps: signing keys that follow each other, the protocol's store, the settings."""

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from provider.house.application import KEYS
from provider.house.database import MOST_EVENTS
from provider.house.fitness import problems
from provider.house.keyring import AFTER, AHEAD, KeyRing
from provider.house.record import What, record
from provider.house.sealing import Secrets, new_secret
from provider.house.settings import HouseSettings
from provider.house.store import SqlStore
from provider.house.tables import metadata
from provider.house.vouching import OLDEST
from provider.models import AccessToken, Code
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import AFTER as SIGNED_OUT
from tests.provider_house.guest import CALLBACK, invited

# signing keys ----------------------------------------------------------------------------------


def kids(ring: KeyRing) -> list[str]:
    return [str(key.kid) for key in ring.published().keys]


def test_a_new_key_is_published_before_it_signs_and_the_old_one_after(tmp_path, clock):
    path = tmp_path / "new" / "keys.json"
    ring = KeyRing(path, clock)
    first = str(ring.signing().kid)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kids(ring) == [first]
    KeyRing(path, clock).rotate(at_once=False)
    _, second = kids(ring)
    assert ring.signing().kid == first
    clock.now += AHEAD
    assert ring.signing().kid == second
    assert kids(ring) == [first, second]
    clock.now += AFTER
    assert kids(ring) == [second]
    ring.rotate(at_once=False)
    assert kids(ring)[0] == second
    assert len(kids(ring)) == 2
    assert ring.signing().kid == second


def test_a_key_that_may_be_known_is_gone_at_once(tmp_path, clock):
    ring = KeyRing(tmp_path / "keys.json", clock)
    first = ring.signing().kid
    ring.rotate(at_once=True)
    assert kids(ring) == [ring.signing().kid]
    assert ring.signing().kid != first


def test_those_who_start_together_share_one_key(tmp_path, clock):
    together = Barrier(4)

    def start(_: int) -> str:
        together.wait()
        return str(KeyRing(tmp_path / "keys.json", clock).signing().kid)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1


def test_keys_that_others_can_read_are_refused(tmp_path, clock):
    path = tmp_path / "keys.json"
    KeyRing(path, clock)
    path.chmod(0o640)
    with pytest.raises(PermissionError, match=f"chmod 600 {path}"):
        KeyRing(path, clock)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("at_once", [True, False])
def test_keys_that_root_rotates_stay_the_services(tmp_path, clock, at_once):
    folder = tmp_path / "house"
    folder.mkdir()
    os.chown(folder, 10001, 10002)
    path = folder / "keys.json"
    ring = KeyRing(path, clock)
    path.chmod(0o400)
    ring.rotate(at_once=at_once)
    found = {one.name: one.stat() for one in folder.iterdir()}
    assert {name: (one.st_uid, one.st_gid) for name, one in found.items()} == {
        "keys.json": (10001, 10002), ".keys.json.lock": (10001, 10002),
    }  # fmt: skip
    assert stat.S_IMODE(found["keys.json"].st_mode) == 0o400
    assert KeyRing(path, clock).signing().kid == ring.signing().kid


def test_tokens_and_sign_outs_hold_through_a_rotation(house, guest, clock):
    ama = guest()
    ama.enrol_passkey(invited(house))
    tokens = ama.exchange(ama.back(ama.shows_passkey())["code"]).json()
    KeyRing(house.settings.var_dir / KEYS, clock).rotate(at_once=False)
    clock.now += AHEAD
    fresh = ama.exchange(ama.back(ama.shows_passkey())["code"]).json()
    assert ama.read(fresh["id_token"])["sub"] == ama.read(tokens["id_token"])["sub"]
    assert fresh["id_token"].split(".")[0] != tokens["id_token"].split(".")[0]
    wish = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": SIGNED_OUT}
    answer = ama.http.get("/end_session", params=wish)
    assert (answer.status_code, answer.headers["location"]) == (303, SIGNED_OUT)


# the store -------------------------------------------------------------------------------------


def code(digest: str = "d", sid: str = "s", expires_at: float = 60) -> Code:
    return Code(
        digest=digest, sid=sid, client_id="a", subject="x", redirect_uri=CALLBACK, scope="openid",
        nonce=None, auth_time=0, amr=("otp",), code_challenge="c", code_challenge_method="S256",
        expires_at=expires_at, acr="one-factor",
    )  # fmt: skip


def token(digest: str = "t", sid: str = "s") -> AccessToken:
    return AccessToken(digest, sid, "a", "x", "openid", 600)


@pytest.fixture
def store(house) -> SqlStore:
    return SqlStore(house.database)


def test_the_store_forgets_what_is_late(store):
    store.put_interaction("i", (("a", "b"), ("c", "d")), 10, now=0)
    assert store.take_interaction("i", now=9) == (("a", "b"), ("c", "d"))
    assert store.take_interaction("i", now=9) is None
    store.put_interaction("j", (), 10, now=0)
    assert store.take_interaction("j", now=10) is None
    store.put_code(code(), now=0)
    assert store.spend_code("d", "a", now=60) is None


def test_a_code_is_its_clients_and_a_token_lives_as_long_as_told(store):
    store.put_code(code(), now=0)
    assert store.spend_code("d", "b", now=1) is None
    assert store.spend_code("d", "a", now=1) == code()
    assert store.put_token(token(), now=1) is True
    assert store.token("t", now=599) == token()
    assert store.token("t", now=600) is None


def test_a_replay_ends_the_sign_in_before_and_after_its_token(store):
    store.put_code(code(), now=0)
    assert store.spend_code("d", "a", now=1) == code()
    assert store.spend_code("d", "a", now=2) is None
    assert store.put_token(token(), now=3) is False
    store.put_code(code("e", "other"), now=0)
    assert store.spend_code("e", "a", now=1) == code("e", "other")
    assert store.put_token(token("u", "other"), now=1) is True
    assert store.spend_code("e", "a", now=2) is None
    assert store.token("u", now=2) is None


def test_ending_touches_one_sign_in_only(store):
    for name in ("1", "2"):
        store.put_code(code(name, name), now=0)
        store.spend_code(name, "a", now=0)
        assert store.put_token(token(f"t{name}", name), now=0) is True
    store.end("1", now=1)
    assert (store.token("t1", now=1), store.token("t2", now=1)) == (None, token("t2", "2"))


def test_of_many_threads_one_gets_the_code_and_no_token_outlives_the_replay(store):
    store.put_code(code(), now=0)

    def take(_: int) -> bool:
        return store.spend_code("d", "a", now=1) is not None and store.put_token(token(), now=1)

    def spend(_: int) -> bool:
        return store.spend_code("d", "a", now=1) is not None

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(take, range(2))) + list(pool.map(spend, range(20)))
    assert sum(got) <= 1
    assert store.token("t", now=2) is None


def test_what_is_over_is_swept_and_what_is_under_way_is_bounded(house, guest, clock, store, noted):
    ama = guest()
    ama.enrol_app(invited(house))
    invited(house, "kofi", None)
    ama.types("ama", app="000000")
    rows = house_rows(house)
    assert (rows["house_offer"], rows["house_browser"], rows["house_slow"]) == (1, 1, 1)
    for n in range(5):
        store.put_interaction(str(n), (), clock() + 1000 + n, clock())
    house.database.sweep(clock() + 900, most=3)
    assert [store.take_interaction(str(n), clock()) for n in range(5)] == [None, None, (), (), ()]
    assert noted() != []
    house.database.sweep(clock() + 401 * 86_400)
    swept = house_rows(house)
    assert swept == dict.fromkeys(rows, 0) | {
        "house_account": 2, "house_app": 1, "house_printed": 10, "house_version": 1,
    }  # fmt: skip


def test_what_anybody_can_cause_is_bounded_and_what_was_done_is_kept(
    house, clock, noted, monkeypatch
):
    monkeypatch.setitem(MOST_EVENTS, What.REFUSED, 4)
    monkeypatch.setitem(MOST_EVENTS, What.SIGNED_IN, 8)
    with house.database.writing() as conn:
        record(conn, clock(), What.CLEARED, "a")
        for what in (What.SIGNED_IN, What.REFUSED):
            for _ in range(6):
                record(conn, clock(), what, "a")
        record(conn, clock(), What.SIGNED_IN, "a", "passkey")
    house.database.sweep(clock())
    assert [what for what, _ in noted()] == [
        "ways-in-removed", "signed-in", *["refused"] * 3, "signed-in",
    ]  # fmt: skip


def test_the_newest_sign_in_of_each_account_outlasts_what_others_cause(
    house, clock, noted, monkeypatch
):
    """A word for a new way in asks for it sixty days later; a letter's code stops no such word."""
    monkeypatch.setitem(MOST_EVENTS, What.SIGNED_IN, 2)
    with house.database.writing() as conn:
        for way in ("app", "passkey", "mailed"):
            record(conn, clock(), What.SIGNED_IN, "ama", way)
        for _ in range(9):
            record(conn, clock(), What.SIGNED_IN, "eve", "passkey")
    house.database.sweep(clock())
    assert noted() == [("signed-in", "passkey")] * 3
    house.database.sweep(clock() + OLDEST - 1)
    assert len(noted()) == 3
    house.database.sweep(clock() + OLDEST)
    assert len(noted()) == 2


def house_rows(house) -> dict[str, int]:
    with house.database.reading() as conn:
        return {one.name: len(conn.execute(one.select()).all()) for one in metadata.sorted_tables}


def test_a_server_sweeps_by_itself_until_it_ends(house, store, clock):
    store.put_interaction("i", (), clock() + 10, clock())
    clock.now += 10
    with house.database.sweeping(clock, every=0.01):
        for _ in range(1000):
            if house_rows(house)["house_kept"] == 0:
                break
            time.sleep(0.01)
    assert house_rows(house)["house_kept"] == 0


# secrets and settings --------------------------------------------------------------------------


def test_what_is_sealed_opens_with_its_key_at_its_place_only():
    one = Secrets(new_secret())
    sealed = one.seal(b"shared", "row")
    assert one.open(sealed, "row") == b"shared"
    for other, row in ((one, "other"), (Secrets(new_secret()), "row")):
        with pytest.raises(Exception, match=r"^$"):
            other.open(sealed, row)
    assert one.hashed("a", "bc") != one.hashed("ab", "c")
    assert one.key("seal") != one.key("tickets")


GOOD_CLIENT = {
    "client_id": "portal", "client_secret": new_secret(), "redirect_uris": [CALLBACK],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"secret": ""}, "PORTAL_HOUSE_SECRET"),
        ({"secret": "c2hvcnQ="}, "PORTAL_HOUSE_SECRET"),
        ({"secret": "A" * 43 + "="}, "PORTAL_HOUSE_SECRET"),
        ({"secret": "é" * 44}, "PORTAL_HOUSE_SECRET"),
        ({"issuer": ""}, "PORTAL_HOUSE_ISSUER"),
        ({"issuer": "http://id.house.example"}, "PORTAL_HOUSE_ISSUER"),
        ({"issuer": "https://id.house.example/"}, "PORTAL_HOUSE_ISSUER"),
        ({"issuer": "https://id.house.example/house"}, "Write https://id.house.example,"),
        ({"issuer": "https://id.house.example:443"}, "Write https://id.house.example,"),
        ({"issuer": "http://localhost:80"}, "Write http://localhost,"),
        ({"issuer": "https://ID.house.example"}, "Write https://id.house.example,"),
        ({"issuer": "https://id.house.example:x"}, "PORTAL_HOUSE_ISSUER"),
        ({"trusted_proxies": ("10.0.0.1", "*")}, "PORTAL_HOUSE_TRUSTED_PROXIES holds *,"),
        ({"trusted_proxies": ("0.0.0.0/0",)}, "PORTAL_HOUSE_TRUSTED_PROXIES holds 0.0.0.0/0,"),
        ({"trusted_proxies": ("::/0",)}, "PORTAL_HOUSE_TRUSTED_PROXIES holds ::/0,"),
        ({"trusted_proxies": ("proxy",)}, "PORTAL_HOUSE_TRUSTED_PROXIES holds proxy,"),
        ({"trusted_proxies": ("10.0.0.1/8",)}, "PORTAL_HOUSE_TRUSTED_PROXIES holds 10.0.0.1/8,"),
        ({"applications": []}, "PORTAL_HOUSE_APPLICATIONS"),
        ({"applications": [GOOD_CLIENT | {"client_secret": "short"}]}, "client_secret of portal"),
        ({"applications": [GOOD_CLIENT | {"client_secret": "a" * 40}]}, "client_secret of portal"),
        ({"applications": [GOOD_CLIENT | {"redirect_uris": []}]}, "no redirect_uris"),
        ({"applications": [GOOD_CLIENT | {"redirect_uris": ["http://a.example/"]}]}, "https"),
        ({"applications": [GOOD_CLIENT, GOOD_CLIENT]}, "client id"),
    ],
)
def test_weak_settings_are_named(tmp_path, changes, word):
    found = problems(settings_of("", tmp_path, **changes))
    assert (len(found), [word in one for one in found]) == (1, [True])


def test_good_settings_are_taken_also_on_this_machine(tmp_path):
    assert problems(settings_of("", tmp_path)) == []
    behind = ("10.0.0.0/8", "192.0.2.1", "::1", "fd00::/8")
    assert problems(settings_of("", tmp_path, trusted_proxies=behind)) == []
    odd = settings_of("", tmp_path, issuer="https://id.house.example:8443")
    assert problems(odd) == []
    local = settings_of("", tmp_path, issuer="http://localhost:8100")
    assert (problems(local), local.passkey_domain) == ([], "localhost")
    assert settings_of("", tmp_path, issuer="http://127.0.0.1:8100").passkey_domain == ""
    assert local.database == f"sqlite:///{tmp_path}/house.sqlite3"


def test_settings_come_from_variables_or_files_and_never_from_both(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_HOUSE_ISSUER", "https://id.house.example")
    (tmp_path / "apps").write_text(
        f'[{{"client_id": "a", "client_secret": "b", "redirect_uris": ["{CALLBACK}"]}}]'
    )
    monkeypatch.setenv("PORTAL_HOUSE_APPLICATIONS_FILE", str(tmp_path / "apps"))
    found = HouseSettings.from_environment()
    assert (found.issuer, found.clients[0].redirect_uris) == (
        "https://id.house.example",
        (CALLBACK,),
    )
    monkeypatch.setenv("PORTAL_HOUSE_APPLICATIONS", "[]")
    with pytest.raises(ValueError, match="not both"):
        HouseSettings.from_environment()
