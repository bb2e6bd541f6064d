"""What the log says of a mistake: its class and its places, never its words."""

import io
import json
import logging
import re
import sys
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import logs
from app.core.logs import asked, handler, new_name, set_up
from app.identity.models import Person

CANARY = "Xylander"


@pytest.fixture(autouse=True)
def quiet():
    """Leave this process's own logging and hooks as they were."""
    root, requests = logging.getLogger(), logging.getLogger(logs.REQUESTS)
    kept = root.level, root.handlers[:], requests.level, sys.excepthook, threading.excepthook
    yield
    root.level, root.handlers[:], requests.level, sys.excepthook, threading.excepthook = kept
    asked.set("")


@pytest.fixture(params=["words", "json"])
def told(request):
    """Return what logs an exception, or words, as a logger of that name."""

    def tell(name: str, words: str, *values: object, error: BaseException | None = None) -> str:
        stream = io.StringIO()
        to = handler(request.param, "test", stream)
        record = logging.LogRecord(
            name, logging.ERROR, __file__, 1, words, values,
            (type(error), error, error.__traceback__) if error else None,
        )  # fmt: skip
        to.handle(record)
        return stream.getvalue()

    return tell


def caught(act) -> BaseException:
    try:
        act()
    except Exception as error:  # noqa: BLE001 - what is wanted
        return error
    raise AssertionError("Nothing was raised.")


def a_mistake_with_words() -> None:
    try:
        int(CANARY)
    except ValueError as first:
        raise KeyError(CANARY) from first


def test_an_exception_is_its_class_and_its_place(told):
    line = told(
        "uvicorn.error", "Exception in ASGI application\n", error=caught(a_mistake_with_words)
    )

    assert CANARY not in line
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert re.search(r"test_logs\.py:\d+ a_mistake_with_words", line)
    assert "Exception in ASGI application" in line


def test_what_a_database_says_of_a_row_stays_with_it(told, database):
    """PostgreSQL quotes the row that was refused; SQLAlchemy repeats it."""

    def twice() -> None:
        with database.unit_of_work() as db:
            db.add(Person(id="p", name=CANARY))
            db.flush()
            for _ in range(2):
                db.execute(
                    text("INSERT INTO identity VALUES (:i, :s, 'p', '2027-01-01')"),
                    {"i": CANARY, "s": CANARY},
                )

    error = caught(twice)
    line = told("app.jobs.worker", "the duty %s failed", "sweep", error=error)

    assert isinstance(error, IntegrityError)
    assert CANARY not in line
    assert "the duty sweep failed" in line
    assert "sqlalchemy.exc.IntegrityError" in line
    assert re.search(r"\w+\.py:\d+ \w*execute", line)


def test_others_words_are_told_without_their_values(told):
    line = told("some.library", f"could not read %s\nfrom {CANARY}", CANARY)

    assert "could not read %s" in line
    assert CANARY not in line


def test_a_line_is_one_object_and_names_the_request_under_way(told, request):
    name = new_name()
    line = told("app.anything", "two\nlines")
    if request.node.callspec.params["told"] == "words":
        assert line == f"ERROR app.anything two\nlines (request {name})\n"
        return
    (only,) = line.splitlines()
    found = json.loads(only)

    assert re.fullmatch(r"[0-9a-f]{16}", name)
    assert {**found, "at": "", "process": found["process"].partition(":")[0]} == {
        "at": "", "level": "error", "process": "test", "from": "app.anything",
        "what": "two\nlines", "request": name,
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", found["at"])


def test_as_json_everything_goes_to_standard_output_and_ends_are_told(capsys):
    set_up("json", "worker")
    logging.getLogger(logs.REQUESTS).info("request")
    logging.getLogger("app.other").info("nothing to see")
    sys.excepthook(KeyError, caught(a_mistake_with_words), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    thread = threading.Thread(target=a_mistake_with_words)
    thread.start()
    thread.join()

    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["what"] for line in lines] == ["request", *["ended by a mistake"] * 2]
    assert (CANARY in out, err) == (False, "")


def test_in_words_only_what_needs_attention_is_told(capsys):
    set_up("words", "serve")
    logging.getLogger(logs.REQUESTS).info("request")
    logging.getLogger("app.other").warning("look at %s", "this")

    assert capsys.readouterr() == ("", "WARNING app.other look at this\n")
