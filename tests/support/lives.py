"""A life in any order, as chance has it; fixed steps before it reach what must be reached."""

from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.support.untraced import untraced

EXAMPLES, STEPS = 20, 50


def live(machine: type[RuleBasedStateMachine]) -> None:
    """Run a machine by chance, untraced: it promises nothing, and looks for what nobody sees.

    What a process does once and keeps was done, traced, by the fixed steps.
    """
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    untraced(partial(run_state_machine_as_test, machine, settings=chosen))
