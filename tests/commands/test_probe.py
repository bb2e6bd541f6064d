"""The health check of a container: it asks the portal on this machine, and nothing else."""

import subprocess
import sys

import pytest

from app.core.config import ROOT, Settings
from app.probe import alive
from tests.support.commands import environment
from tests.support.live import demonstration, free_port, serving


@pytest.fixture
def settings(tmp_path, database) -> Settings:
    url = database.engine.url.render_as_string(hide_password=False)
    return demonstration(tmp_path, url)


def test_a_portal_that_answers_is_alive_and_one_that_does_not_is_not(settings):
    with serving(settings):
        assert alive(settings)
        assert not alive(settings.model_copy(update={"base_url": "http://elsewhere.example"}))

    assert not alive(settings.model_copy(update={"port": free_port()}))


def test_the_command_says_so_by_its_exit_code():
    done = subprocess.run(
        [sys.executable, "-m", "app.probe"], check=False, cwd=ROOT, capture_output=True,
        env=environment(PORTAL_PORT=str(free_port())), timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
