"""The whole examination, in the order in which one mends: settings, files, database, provider."""

from collections.abc import Callable, Iterator, Mapping

from app import production
from app.core.config import Settings
from app.doctor import house, place, store
from app.doctor.finding import Finding

WELL = "Nothing is wrong."


def examine(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give everything that is wrong with the installation that ``settings`` describe.

    What cannot be examined is a finding too: the others are told all the same.
    """
    for sentence in production.problems(settings):
        yield Finding(*_parted(sentence))
    for name, look in place.LOOKS.items():
        yield from _tried(name, look(settings, environment))
    yield from _tried("the database", store.findings(settings))
    yield from _tried("the house provider", house.findings(settings))


def _tried(name: str, looked: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from looked
    except Exception as wrong:  # noqa: BLE001 - whatever is broken here, the rest is examined
        kind = type(wrong).__name__
        yield Finding(f"This could not be examined: {name}. {kind}: {wrong}.", "mend this first")


def say(settings: Settings, environment: Mapping[str, str], tell: Callable[[str], None]) -> int:
    """Tell what is wrong as it is found, or that nothing is; return the status to end with."""
    status = 0
    for one in examine(settings, environment):
        tell(str(one))
        status = 1
    if status == 0:
        tell(WELL)
    return status


def _parted(sentence: str) -> tuple[str, str]:
    """Return a sentence of ``production`` as what is wrong and what mends it."""
    says, stop, mend = sentence.partition(". ")
    return (f"{says}.", mend) if stop else (sentence, "set it as docs/operating.md shows")
