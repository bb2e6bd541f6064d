"""The Dockerfile and compose.yaml fit each other, the settings and the code."""

import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from app.core.config import PREFIX, ROOT, Settings
from app.production import NO_DEMONSTRATION
from app.serving import GRACE_SECONDS
from deploy.settings_table import is_secret
from prove.dockerfile import Step, compose, filled, read
from prove.roots import kept_out
from provider.house.settings import PREFIX as HOUSE_PREFIX
from provider.house.settings import HouseSettings
from tests.support.commands import environment

STAGES = read(ROOT / "Dockerfile")
COMPOSE = compose(ROOT / "compose.yaml")
BESIDE = compose(ROOT / "compose.house.yaml")
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one.get("image") == "focal-point-portal"}
HOUSE = {name: BESIDE["services"][name] for name in ("house-prepare", "house-provider")}
PORTALS = ["portal-a", "portal-b"]
SECRET_BESIDE = {"database_url"}
"""Settings that carry a secret among other things."""
LEFT_OUT = {
    "demo": "never in production",
    "files": "in the volume of the data folder, which both portals share",
    "files_endpoint": "there is no bucket",
    "files_region": "the same",
    "files_key_id": "the same",
    "files_key": "the same",
    "files_scanner": "there is no scanner",
    "files_quota": "room for fifty of the largest files",
    "port": "the proxy knows 8000",
    "allowed_hosts": "one name is enough where a proxy stands before it",
    "most_offices": "the network's own numbers",
    "threads": "four, measured to be right for a process",
    "max_body": "the limit that forms are made for",
    "session_idle_minutes": "the security that the documents promise",
    "session_hours": "the same",
    "patience": "as many tries as people need",
    "most_under_way": "measured to be right for a process with four threads",
    "metrics_port": "off: only a collector that shares the container's network can reach it",
}
"""Settings whose default is right in a container, and why; portal.env sets them otherwise."""


def names(environment: dict[str, str]) -> set[str]:
    return {name.removeprefix(PREFIX).removesuffix("_FILE").lower() for name in environment}


@pytest.mark.parametrize("service", OURS)
def test_every_setting_reaches_the_portal_or_is_left_out_for_a_reason(service):
    image = {n: v for n, v in STAGES[-1].environment.items() if n.startswith(PREFIX)}
    given = OURS[service]["environment"]

    assert names(image) == {"host", "var_dir"}
    assert names(given).isdisjoint(names(image))
    assert names(given) | names(image) | set(LEFT_OUT) == set(Settings.model_fields)
    assert names(given).isdisjoint(LEFT_OUT)


@pytest.mark.parametrize("service", OURS)
def test_secrets_come_as_files_and_each_file_is_there(service):
    secret = {name for name, field in Settings.model_fields.items() if is_secret(field)}
    given, files = OURS[service]["environment"], OURS[service]["secrets"]
    by_file = {name for name in given if name.endswith("_FILE")}

    assert names(dict.fromkeys(by_file, "")) == secret - set(LEFT_OUT) | SECRET_BESIDE
    assert sorted(given[name] for name in by_file) == sorted(f"/run/secrets/{f}" for f in files)
    assert set(files) | {"database_password"} == set(COMPOSE["secrets"])


def test_a_setting_that_must_be_given_is_asked_for():
    hostname = SERVICES["proxy"]["environment"]["PORTAL_HOSTNAME"]

    assert filled(hostname, {"PORTAL_HOSTNAME": "portal.example"}) == "portal.example"
    with pytest.raises(ValueError, match=r"^set PORTAL_HOSTNAME$"):
        filled(hostname, {})
    holders = OURS["worker"]["environment"]["PORTAL_AUDIT_HOLDERS"]
    assert filled(holders, {}) == ""


def test_the_image_holds_the_client_of_the_servers_own_version():
    _name, _, major = SERVICES["database"]["image"].partition(":")
    installed = [s.rest for s in STAGES[-1].steps if s.word == "RUN" and "apt-get" in s.rest]

    assert [f"postgresql-client-{major} " in words for words in installed] == [True]


def test_nothing_of_the_portal_may_do_more_than_it_needs():
    for one in (*OURS.values(), *HOUSE.values()):
        assert one["image"] == "focal-point-portal"
        assert (one["read_only"], one["tmpfs"], one["cap_drop"]) == (True, ["/tmp"], ["ALL"])  # noqa: S108 - in the container
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert one["stop_grace_period"] == "30s"
    assert GRACE_SECONDS < 30
    assert STAGES[-1].last("USER") == ["portal"]
    assert [s.word for s in STAGES[-1].steps][-5:] == [
        "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD",
    ]  # fmt: skip
    mounted = {v.rpartition(":")[2] for one in OURS.values() for v in one["volumes"]}
    assert mounted == set(STAGES[-1].last("VOLUME"))
    own = {v for one in HOUSE.values() for v in one["volumes"]}
    assert own == {"house:/var/lib/portal"}
    assert "house" not in COMPOSE["volumes"]


def test_every_setting_reaches_the_house_provider_and_its_secrets_come_as_files():
    for one in HOUSE.values():
        given = {name.removeprefix(HOUSE_PREFIX) for name in one["environment"]} - {"PORTAL_LOG"}
        known = {name.removesuffix("_FILE").lower() for name in given}
        assert known | {"port"} == set(HouseSettings.model_fields)  # the proxy knows 8100
        fields = HouseSettings.model_fields.items()
        secret = {name.upper() for name, field in fields if is_secret(field)}
        assert {name for name in given if name.endswith("_FILE")} == {f"{n}_FILE" for n in secret}
        assert set(one["secrets"]) == set(BESIDE["secrets"])
    proxied = (ROOT / "deploy/house.Caddyfile").read_text(encoding="utf-8")
    assert f"house-provider:{HouseSettings().port}" in proxied


def test_two_portals_serve_one_worker_works_and_the_proxy_reaches_both():
    (port,) = STAGES[-1].last("EXPOSE")
    serving = [name for name, one in OURS.items() if "command" not in one]

    assert serving == PORTALS
    assert SERVICES["proxy"]["environment"]["PORTAL_UPSTREAMS"].split() == [
        f"{name}:{port}" for name in serving
    ]
    assert list(SERVICES["proxy"]["depends_on"]) == serving
    assert OURS["worker"]["command"] == ["worker"]
    assert {one["environment"]["PORTAL_WORKER"] for one in OURS.values()} == {"false"}
    assert set(SERVICES["database"]["networks"]).isdisjoint(SERVICES["proxy"]["networks"])


def test_what_is_copied_into_the_image_is_not_kept_from_it():
    ignored = Path(ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    steps = [s for stage in STAGES for s in stage.steps if s.word == "COPY"]
    copied = {s.words[0] for s in steps if not s.words[0].startswith("--from")}

    assert copied == allowed
    assert ignored[0] == "*"
    assert any(fnmatch("app/core/__pycache__", pattern) for pattern in ignored[1:])


def test_the_image_leaves_the_demonstration_out_and_the_house_provider_works_without(tmp_path):
    for folder in ("app", "provider"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=kept_out(ROOT))
    left_out = {
        str(one.relative_to(ROOT)) for folder in ("app", "provider")
        for one in (ROOT / folder).rglob("*")
        if one.is_file() and "__pycache__" not in one.parts
        and not (tmp_path / one.relative_to(ROOT)).exists()
    }  # fmt: skip
    assert left_out == {
        "app/demonstration.py", "provider/application.py", "provider/choosing.py",
        "provider/pages.py", "provider/personas.py", "provider/templates/choice.html",
    }  # fmt: skip
    loaded = inside(tmp_path, "-c", "import app.cli, app.serving, provider.house.commands")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    demo = inside(tmp_path, "-m", "app.cli", "demo", PORTAL_VAR_DIR=str(tmp_path))
    assert (demo.returncode, demo.stderr) == (1, f"{NO_DEMONSTRATION}\n")
    served = inside(tmp_path, "-m", "app.cli", "serve", PORTAL_DEMO="true")
    assert (served.returncode, NO_DEMONSTRATION in served.stderr) == (1, True)


def inside(folder: Path, *words: str, **given: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in a folder; what is copied there is not what the tests are measured on."""
    plain = {name: x for name, x in environment(**given).items() if not name.startswith("COVERAGE")}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False,
        env=plain, timeout=60,
    )  # fmt: skip


def test_an_instruction_that_nobody_knows_is_refused(tmp_path):
    file = tmp_path / "Dockerfile"
    file.write_text('FROM a AS b\nRUN one \\\n && two\n# no\nCMD ["x", "y z"]\n')

    (stage,) = read(file)
    assert (stage.base, stage.name) == ("a", "b")
    assert stage.steps == [Step("RUN", "one   && two"), Step("CMD", '["x", "y z"]')]
    assert (stage.last("CMD"), stage.last("USER")) == (["x", "y z"], [])
    file.write_text("FROM a\nADD https://elsewhere.example /\n")
    with pytest.raises(ValueError, match="ADD"):
        read(file)
