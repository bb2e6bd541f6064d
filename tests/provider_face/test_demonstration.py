"""The demonstration: secrets of its own, personas in real offices, never in production."""

import stat
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.core.seal import Seal
from app.demonstration import (
    HELD,
    KEY,
    demonstration_settings,
    kept_secret,
    mount_provider,
    settle_personas,
)
from app.directory.models import Appointment, Office
from app.identity.models import Identity, Person
from app.main import create_app
from app.production import problems
from app.serving import build
from provider.personas import PERSONAS

ISSUE = {
    "editor", "administrator", "director", "focal-point-gha", "focal-point-dnk", "focal-point-cri",
    "focal-point-tls", "alternate-gha", "organisation-eu", "uninvited",
}  # fmt: skip


def test_the_personas_are_those_that_were_promised():
    assert [p.persona for p in PERSONAS] == list(dict.fromkeys(p.persona for p in PERSONAS))
    assert {p.persona for p in PERSONAS} == ISSUE
    assert set(HELD) == ISSUE - {"uninvited"}
    assert all(p.name.endswith("(demonstration)") for p in PERSONAS)
    assert all(p.email.endswith("@example.org") for p in PERSONAS)


def test_the_settings_of_a_demonstration_are_good_and_its_secrets_are_kept(tmp_path):
    first, moved = demonstration_settings(tmp_path, 8000), demonstration_settings(tmp_path, 8123)

    assert problems(first) == []
    assert first.demo
    assert first.base_url == "http://127.0.0.1:8000"
    assert first.providers[0].issuer == "http://127.0.0.1:8000/demo-provider"
    assert moved.providers[0].issuer == "http://127.0.0.1:8123/demo-provider"
    assert first.hosts == {"127.0.0.1:8000", "localhost:8000"}
    assert (first.secret_key, first.seal_key) == (moved.secret_key, moved.seal_key)
    assert first.providers[0].client_secret != moved.providers[0].client_secret
    Seal(first.seal_key.get_secret_value())
    other = demonstration_settings(tmp_path / "other", 8000)
    assert other.secret_key != first.secret_key


def test_a_kept_secret_is_for_its_owner_only(tmp_path):
    file = tmp_path / "deep" / "secret.key"

    assert kept_secret(file, "first") == "first"
    assert kept_secret(file, "second") == "first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.fixture
def demo(tmp_path, database_url) -> Settings:
    return demonstration_settings(tmp_path, 8000).model_copy(
        update={"database_url": database_url, "worker": False}
    )


@pytest.fixture
def rows(demo):
    found = Database(demo.database)
    yield found
    found.close()


def test_each_persona_holds_its_office_and_uninvited_none(rows, demo):
    with rows.unit_of_work() as db:
        viewers = settle_personas(db, demo)

    held = {name: (v.office.member, v.office.kind) for name, v in viewers.items()}
    assert held == HELD
    assert viewers["organisation-eu"].member == "EU"
    assert viewers["focal-point-gha"].office.id != viewers["alternate-gha"].office.id
    assert {v.office.group for v in viewers.values() if v.in_network and v.member != "EU"} == {
        "african", "weog", "grulac", "asia-pacific",
    }  # fmt: skip
    with rows.read() as conn:
        subjects = set(conn.execute(select(table(Identity).c.subject)).scalars())
    assert subjects == {p.subject for p in PERSONAS} - {"demo-uninvited"}


def _counts(rows: Database) -> dict[str, int]:
    models = (Person, Appointment, Office, Identity)
    with rows.read() as conn:
        return {
            model.__name__: conn.execute(
                select(func.count()).select_from(table(model))
            ).scalar_one()
            for model in models
        }


def test_settling_again_at_another_address_doubles_nobody(rows, demo, tmp_path):
    with rows.unit_of_work() as db:
        first = settle_personas(db, demo)
    before = _counts(rows)
    moved = demonstration_settings(tmp_path, 8123)
    with rows.unit_of_work() as db:
        second = settle_personas(db, moved)

    assert _counts(rows) == before
    assert second == first
    with rows.read() as conn:
        issuers = set(conn.execute(select(table(Identity).c.issuer)).scalars())
    assert issuers == {moved.providers[0].issuer}


def test_the_provider_stands_before_the_portals_own_routes(demo):
    app = build(demo)
    assert app.router.routes[0].path == "/demo-provider"
    assert (demo.var_dir / "provider.key").stat().st_mode & 0o777 == 0o600
    app.state.portal.db.close()


def test_without_a_demonstration_there_is_no_provider_and_no_made_up_person(app, database):
    paths = [getattr(route, "path", "") for route in app.router.routes]

    assert not [path for path in paths if "provider" in path and "{provider}" not in path]
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Person))).scalar() == 0


@pytest.mark.parametrize(
    "changed",
    [{"host": "0.0.0.0"}, {"base_url": "https://portal.example"}],  # noqa: S104 - refused
)
def test_a_demonstration_never_leaves_this_machine(demo, changed):
    with pytest.raises(SystemExit, match="PORTAL_DEMO is on, but"):
        build(demo.model_copy(update=changed))


def test_a_demonstration_without_its_provider_is_a_mistake(settings):
    app = create_app(settings)
    with pytest.raises(StopIteration):
        mount_provider(app, settings)
    app.state.portal.db.close()
    assert KEY not in {p.key for p in settings.providers}


def test_the_demonstration_may_move_the_domain_clock(rows, demo, monkeypatch):
    monkeypatch.setattr(clock._Offset, "fixed", True)  # noqa: SLF001 - as in a fresh process
    with rows.unit_of_work() as db:
        settle_personas(db, demo)
    with clock.moved(timedelta(days=1)):
        assert clock.now() > clock.wall()
