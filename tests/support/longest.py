"""What takes longest begins first, shared out: at the end no process waits for another's."""

from collections.abc import Sequence
from typing import Any

import pytest

LONGEST = (
    "access/test_matrix.py::test_everybody_gets_what_the_tables_say",
    "recovery/test_recovery_life.py::test_the_life_of_a_recovery_in_any_order",
    "web/test_log.py::test_the_log_tells_of_every_request_and_nothing_of_anybody",
    "access/test_canaries.py::test_everybody_finds_what_is_for_them_and_nothing_else",
    "commands/test_cli.py::test_the_demonstration_comes_up_ready_keeps_its_data_and_ends_cleanly",
    "access/test_not_asked.py::test_a_form_changes_no_column_that_it_does_not_ask_for",
    "house/test_every_query.py::test_every_page_sends_exactly_so_many_statements",
    "access/test_reference.py::test_a_portal_that_is_wrong_is_found_out",
    "access/test_canaries.py::test_searching_for_what_one_may_not_read_is_searching_for_nothing",
    "house/test_asking.py::test_no_get_writes_a_row_and_none_is_a_mistake",
    "access/test_frozen.py::test_every_other_act_is_refused_to_everybody_and_hands_back_what_was_typed",
    "access/test_reference.py::test_portal_and_reference_agree",
    "commands/test_cli.py::test_prepare_makes_everything_once_and_again_changes_nothing",
    "house/test_fragments.py::test_every_part_asked_for_is_contained_in_the_whole_page",
    "metrics/test_processes.py::test_serve_and_worker_tell_what_each_does",
    "core/test_progress.py::test_the_first_load_moves_on_a_real_terminal",
    "web/test_forms_of_others.py::test_a_forged_form_is_refused_everywhere_and_changes_nothing",
    "provider_house/test_commands.py::test_it_serves_what_it_announced_and_its_keys_change",
    "commands/test_migration.py::test_a_new_field_becomes_the_next_revision",
)
"""Tests of twenty seconds and more, the longest first; `deploy/test` prints them anew each time."""


def share_out(config: pytest.Config) -> None:
    """Order the tests where several processes share them."""
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.pluginmanager.register(Longest(int(given["workercount"])), "longest")


class Longest:
    """Orders what was collected for so many processes, each of which begins with its own part."""

    def __init__(self, processes: int) -> None:
        self.processes = processes

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Order them when all that is not asked for was left out."""
        items[:] = dealt(items, self.processes)


def dealt(items: Sequence[Any], processes: int) -> list[Any]:
    """Return the tests in as many equal parts as there are processes, the longest first in each."""
    place = {name: at for at, name in enumerate(LONGEST)}
    long = sorted((item for item in items if _name(item) in place), key=lambda i: place[_name(i)])
    rest = [item for item in items if _name(item) not in place]
    found: list[Any] = []
    for at in range(processes):
        hand = long[at::processes]
        share = (len(items) - len(found)) // (processes - at) - len(hand)
        found += [*hand, *rest[: max(share, 0)]]
        rest = rest[max(share, 0) :]
    return [*found, *rest]


def _name(item: Any) -> str:
    return str(item.nodeid).removeprefix("tests/").partition("[")[0]
