"""The whole examination, in the order in which one mends: settings, files, database."""

from collections.abc import Callable, Iterator, Mapping

from app import production
from app.core.config import Settings
from app.doctor import place, store
from app.doctor.finding import Finding

WELL = "Nothing is wrong."


def examine(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give everything that is wrong with the installation that ``settings`` describe."""
    for sentence in production.problems(settings):
        yield Finding(*_parted(sentence))
    yield from place.findings(settings, environment)
    yield from store.findings(settings)


def say(settings: Settings, environment: Mapping[str, str], tell: Callable[[str], None]) -> int:
    """Tell everything that is wrong, or that nothing is; return the status to end with."""
    found = list(examine(settings, environment))
    tell("\n".join(str(one) for one in found) or WELL)
    return 1 if found else 0


def _parted(sentence: str) -> tuple[str, str]:
    """Return a sentence of ``production`` as what is wrong and what mends it."""
    says, stop, mend = sentence.partition(". ")
    return (f"{says}.", mend) if stop else (sentence, "set it as docs/operating.md shows")
