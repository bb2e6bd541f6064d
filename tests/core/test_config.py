"""Settings: variables, their file twins, what follows from them, and what is refused."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.core.config import Settings

PROVIDER = {
    "key": "un", "name": "United Nations", "issuer": "https://idp.example",
    "client_id": "portal", "client_secret": "very secret",
}  # fmt: skip
VALUES = {
    "demo": ("true", True),
    "base_url": ("https://Portal.example", "https://Portal.example"),
    "host": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - a value, nobody listens
    "port": ("8080", 8080),
    "allowed_hosts": ("a.example b.example:8443", ("a.example", "b.example:8443")),
    "var_dir": ("/srv/portal", Path("/srv/portal")),
    "database_url": ("postgresql+psycopg://p@db/portal", "postgresql+psycopg://p@db/portal"),
    "secret_key": ("one", "one"),
    "seal_key": ("two", "two"),
    "seal_escrow": ("0a1b 2c3d", ("0a1b", "2c3d")),
    "audit_key": ("three", "three"),
    "audit_holders": ("a@x.example b@x.example", ("a@x.example", "b@x.example")),
    "backup_recipients": ("age1a age1b", ("age1a", "age1b")),
    "providers": (json.dumps([PROVIDER]), PROVIDER),
    "smtp_url": ("smtp://m.example", "smtp://m.example"),
    "mail_from": ("portal@example.org", "portal@example.org"),
    "keep_closed_days": ("30", 30),
    "contact": ("secretariat@example.org", "secretariat@example.org"),
    "most_offices": ('{"adviser": 1}', {"adviser": 1}),
    "threads": ("4", 4),
    "most_under_way": ("9", 9),
    "patience": ("5", 5),
    "trusted_proxies": ("10.0.0.0/8 ::1", ("10.0.0.0/8", "::1")),
    "worker": ("false", False),
    "log": ("json", "json"),
    "metrics_port": ("9100", 9100),
    "max_body": ("70000", 70000),
    "files": ("/srv/files", "/srv/files"),
    "files_endpoint": ("https://s3.example", "https://s3.example"),
    "files_region": ("eu-west-1", "eu-west-1"),
    "files_key_id": ("id", "id"),
    "files_key": ("key", "key"),
    "files_scanner": ("clamav:3310", "clamav:3310"),
    "files_quota": ("7", 7),
    "session_idle_minutes": ("15", 15),
    "session_hours": ("8", 8),
}
"""Setting → (as written, as read)."""


def plain(found: object) -> object:
    """Return a setting with its secrets opened."""
    if isinstance(found, tuple) and found and hasattr(found[0], "client_secret"):
        given = found[0].model_dump(exclude_unset=True)
        return {**given, "client_secret": found[0].client_secret.get_secret_value()}
    return found.get_secret_value() if hasattr(found, "get_secret_value") else found


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PORTAL_{name.upper()}", raising=False)
        monkeypatch.delenv(f"PORTAL_{name.upper()}_FILE", raising=False)


def test_the_table_names_every_setting():
    assert set(VALUES) == set(Settings.model_fields)


@pytest.mark.parametrize("name", VALUES)
def test_a_setting_is_read_from_its_variable_or_from_the_file_its_twin_names(
    name, monkeypatch, tmp_path
):
    written, wanted = VALUES[name]
    monkeypatch.setenv(f"PORTAL_{name.upper()}", written)
    assert plain(getattr(Settings.from_environment(), name)) == wanted

    monkeypatch.delenv(f"PORTAL_{name.upper()}")
    (tmp_path / "value").write_text(f"{written}\n", encoding="utf-8")
    monkeypatch.setenv(f"PORTAL_{name.upper()}_FILE", str(tmp_path / "value"))
    assert plain(getattr(Settings.from_environment(), name)) == wanted


def test_a_setting_given_both_ways_is_refused(monkeypatch, tmp_path):
    (tmp_path / "value").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PORTAL_CONTACT", "a@example.org")
    monkeypatch.setenv("PORTAL_CONTACT_FILE", str(tmp_path / "value"))
    with pytest.raises(ValueError, match="PORTAL_CONTACT or PORTAL_CONTACT_FILE, not both"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("PORT", "0"), ("PORT", "70000"), ("PORT", "http"), ("METRICS_PORT", "-1"),
        ("METRICS_PORT", "70000"), ("MOST_UNDER_WAY", "0"), ("PATIENCE", "0"),
        ("THREADS", "0"), ("DEMO", "perhaps"),
        ("MAX_BODY", "10"), ("SESSION_HOURS", "0"), ("SESSION_IDLE_MINUTES", "-1"),
        ("PROVIDERS", '[{"key": "UPPER"}]'), ("PROVIDERS", '[{"client_secret": "hush"}]'),
    ],
)  # fmt: skip
def test_values_of_the_wrong_kind_are_refused_without_showing_them(name, written, monkeypatch):
    monkeypatch.setenv(f"PORTAL_{name}", written)
    with pytest.raises(ValidationError) as refused:
        Settings.from_environment()

    assert name.lower() in str(refused.value)
    assert "hush" not in str(refused.value)


def test_providers_must_be_json(monkeypatch):
    monkeypatch.setenv("PORTAL_PROVIDERS", "un=https://idp.example secret=hush")
    with pytest.raises(SettingsError, match="providers") as refused:
        Settings.from_environment()

    assert "hush" not in str(refused.value)


def test_what_follows_from_the_settings():
    plain_http = Settings(base_url="http://127.0.0.1:8000", var_dir=Path("/srv"))
    https = Settings(
        base_url="https://Portal.example", allowed_hosts="Other.example", host="::",
        database_url="postgresql+psycopg://db/portal",
    )  # fmt: skip

    assert (plain_http.secure, https.secure) == (False, True)
    assert plain_http.hosts == {"127.0.0.1:8000"}
    assert https.hosts == {"portal.example", "other.example"}
    assert https.origins == {"https://portal.example", "https://other.example"}
    assert (plain_http.on_loopback, https.on_loopback) == (True, False)
    assert plain_http.database == "sqlite:////srv/portal.sqlite3"
    assert https.database == "postgresql+psycopg://db/portal"


def test_settings_cannot_be_changed_and_do_not_print_their_secrets():
    settings = Settings(secret_key="hush hush", providers=(PROVIDER,))

    assert "hush" not in repr(settings)
    assert "very secret" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.port = 1
