"""What is done untraced is not measured, in its threads neither; all that follows is as before."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from coverage import CoverageData

from tests.support.untraced import untraced

ROOT = Path(__file__).parents[2]
MEASURED = """
import threading
from tests.support.untraced import untraced


def chance():
    inner()
    thread = threading.Thread(target=inner)
    thread.start()
    thread.join()


def inner():
    return 1


def fails():
    raise ValueError


def after():
    return 2


def in_a_thread():
    return 3


def outer():
    untraced(chance)
    try:
        untraced(fails)
    except ValueError:
        after()
    thread = threading.Thread(target=in_a_thread)
    thread.start()
    thread.join()
    return 4


outer()
"""
WRONG = "it went wrong"
NOT_REACHED = {"inner()", "thread = threading.Thread(target=inner)", "return 1", "raise ValueError"}
REACHED = {"return 2", "return 3", "return 4"}


def test_only_what_is_done_untraced_is_not_measured(tmp_path):
    script, kept = tmp_path / "measured.py", tmp_path / "kept"
    script.write_text(MEASURED, encoding="utf-8")
    settings = tmp_path / "settings"
    settings.write_text("[run]\nbranch = true\nconcurrency = thread\n", encoding="utf-8")
    subprocess.run(  # noqa: S603 - our own words
        [
            sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", f"--data-file={kept}",
            f"--include={script}", str(script),
        ],
        check=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    data = CoverageData(basename=str(kept))
    data.read()
    lines = MEASURED.splitlines()
    reached = {lines[number - 1].strip() for number in data.lines(str(script)) or ()}
    assert reached & (REACHED | NOT_REACHED) == REACHED


def test_what_goes_wrong_comes_out_and_who_traced_traces_on():
    def fails() -> None:
        assert sys.gettrace() is None
        assert threading.gettrace() is None
        raise ValueError(WRONG)

    before = sys.gettrace(), threading.gettrace()
    with pytest.raises(ValueError, match=WRONG):
        untraced(fails)
    assert (sys.gettrace(), threading.gettrace()) == before
