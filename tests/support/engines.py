"""Every test that touches data runs on both databases: compared when tests are collected."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

BOTH = ("sqlite", "postgresql")
PARAMETER = "engine_name"
COUNTS = pytest.StashKey[dict[str, int]]()
SAID = pytest.StashKey[list[str]]()
SENT = "tests of each engine"
HEADERS = "decided before any database is asked"

ONE_ENGINE: Mapping[str, str] = {
    "core/test_db.py::test_every_sqlite_connection_is_durable_and_strict": "SQLite's PRAGMAs",
    "core/test_db.py::test_acts_begin_immediate_and_reading_does_not": "SQLite's lock",
    "core/test_db.py::test_what_was_prepared_for_a_reading_is_there_for_the_next":
        "SQLite's driver prepares of itself",
    "core/test_db.py::test_a_reading_whose_connection_was_cut_harms_nobody_after_it":
        "SQLite has no server that could cut it",
    "core/test_migrations.py::test_receipts_of_what_was_destroyed_are_not_dropped":
        "PostgreSQL takes no receipt of a request that is not there; the refusal is the same.",
    "jobs/test_jobs.py::test_a_worker_survives_a_database_that_is_away":
        "the database that is away is PostgreSQL, and never there",
    "commands/test_cli.py::test_prepare_makes_everything_once_and_again_changes_nothing":
        "makes a SQLite database of its own",
    "assistance/anybody/test_anybody.py::test_a_portal_that_is_wrong_is_found":
        "what is broken on purpose is above the database",
    "house/test_fragments.py::test_every_part_asked_for_is_contained_in_the_whole_page":
        "which part of a template is written is decided when the database has been asked",
    "web/test_headers.py::test_every_answer_carries_the_headers": HEADERS,
    "web/test_headers.py::test_foreign_host_names_are_refused_and_reflected_nowhere": HEADERS,
    "web/test_headers.py::test_a_body_over_the_limit_is_refused_while_it_comes": HEADERS,
    "web/test_headers.py::test_a_body_within_the_limit_passes": HEADERS,
    "web/test_headers.py::test_a_length_that_is_no_number_is_refused_by_the_server": HEADERS,
    "web/test_headers.py::test_the_provider_under_its_path_has_a_policy_of_its_own": HEADERS,
}  # fmt: skip
"""Beginnings of the names of tests that run on one engine on purpose, each with the reason."""

ON_BOTH = {"audit", "backup", "core", "doctor", "files", "search"}
"""Folders traced on both databases: their rooms have lines for PostgreSQL alone, or little to spare
above their floor."""


class Engines:
    """Refuses a collection in which a test runs on one database only without saying why."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Compare before ``-k`` and ``-m`` leave anything out; a test named by its id is alone."""
        found = names(items)
        for item in items:
            if is_again(item, found[BOTH[0]]):
                item.add_marker("again")
        counts = {engine: len(found[engine]) for engine in BOTH}
        config.stash[COUNTS] = counts
        said = [] if any("::" in str(arg) for arg in config.args) else problems(found)
        if not hasattr(config, "workeroutput"):
            refuse(said)
        else:  # one of several processes: the one that gathers them refuses
            config.workeroutput[SENT] = (counts, said)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take the counts of one of several processes: each collects everything."""
        if SENT in getattr(node, "workeroutput", {}):
            node.config.stash[COUNTS], node.config.stash[SAID] = node.workeroutput[SENT]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail where a process found what it could not refuse itself."""
        if session.config.stash.get(SAID, []):
            session.exitstatus = pytest.ExitCode.USAGE_ERROR

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many tests were collected for each engine."""
        counts = terminalreporter.config.stash.get(COUNTS, {})
        if any(counts.values()):
            terminalreporter.write_line(told(counts))
        for sentence in terminalreporter.config.stash.get(SAID, []):
            terminalreporter.write_line(f"ERROR: {sentence}", red=True)


def told(counts: Mapping[str, int]) -> str:
    """Return the counts in one line."""
    return "Both databases: " + ", ".join(f"{n} tests on {name}" for name, n in counts.items())


def without(nodeid: str, engine: str) -> str:
    """Return a test's id without the engine among its parameters."""
    name, bracket, parameters = nodeid.partition("[")
    left = parameters.removesuffix("]").split("-")
    if bracket and engine in left:
        left.remove(engine)
    return f"{name}[{'-'.join(left)}]"


def names(items: Iterable[pytest.Item]) -> dict[str, set[str]]:
    """Return the ids of the tests of each engine, without its name."""
    found: dict[str, set[str]] = {engine: set() for engine in BOTH}
    for item in items:
        call = getattr(item, "callspec", None)
        if call is not None and PARAMETER in call.params:
            engine = str(call.params[PARAMETER])
            found[engine].add(without(item.nodeid, engine))
    return found


def is_again(item: pytest.Item, traced: set[str]) -> bool:
    """Return whether a test only asks PostgreSQL too what its traced twin asks SQLite."""
    if item.get_closest_marker(BOTH[1]) is None:
        return False
    folder = item.nodeid.removeprefix("tests/").partition("/")[0]
    return folder not in ON_BOTH and without(item.nodeid, BOTH[1]) in traced


def problems(found: Mapping[str, set[str]]) -> list[str]:
    """Return the tests of one engine without a reason, and the reasons without such a test."""
    odd = {name.removeprefix("tests/") for name in found[BOTH[0]] ^ found[BOTH[1]]}
    seen = {name.removeprefix("tests/").partition("::")[0] for one in BOTH for name in found[one]}
    silent = [name for name in sorted(odd) if name.partition("[")[0] not in ONE_ENGINE]
    wanted = {name for name in ONE_ENGINE if name.partition("::")[0] in seen}
    stale = wanted - {name.partition("[")[0] for name in odd}
    return [
        *(f"{name}: on one database only, without a reason" for name in silent),
        *(f"{name}: on both databases, its reason is stale" for name in sorted(stale)),
    ]


def refuse(said: Sequence[str]) -> None:
    """Refuse to go on where there is something to say.

    Raises:
        pytest.UsageError: with all of it.
    """
    if said:
        raise pytest.UsageError("\n".join(said))
