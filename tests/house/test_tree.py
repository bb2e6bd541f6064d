"""What is kept in the project is text and pictures of its own, not what one machine made."""

import re
import shutil
import subprocess

from app.core.config import ROOT

LINK = "120000"
"""How git writes the mode of a symbolic link."""


def kept() -> dict[str, str]:
    """Return the mode of every path that git keeps."""
    git = shutil.which("git")
    assert git
    lines = subprocess.run(  # noqa: S603 - our own words
        [git, "ls-files", "--stage"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return {path: line.split()[0] for line in lines for path in [line.split("\t", 1)[1]]}


def test_nothing_kept_leads_to_another_place():
    found = kept()
    assert found["app/main.py"] == "100644"
    assert [path for path, mode in found.items() if mode == LINK] == []


def test_what_commands_make_is_not_kept():
    made = {".venv", ".venv-test", "var", "node_modules", ".hypothesis"}
    assert {path.split("/", 1)[0] for path in kept()} & made == set()


def test_the_map_in_the_readme_names_every_room_and_no_other():
    rooms = {path.split("/")[1] for path in kept() if re.fullmatch(r"app/\w+/__init__\.py", path)}
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition("```\napp/\n")[2]
    named = set(re.findall(r"(\w+)/", shown.partition("\nprovider/")[0]))
    assert {"manual", "practices", "assistance"} < rooms
    assert named == rooms
