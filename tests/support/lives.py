"""A life in any order, as chance has it; fixed steps after it reach what must be reached."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

EXAMPLES, STEPS = 20, 50


def live(machine: type[RuleBasedStateMachine]) -> None:
    """Run a machine by chance: it looks for what nobody thought of, and promises nothing."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
