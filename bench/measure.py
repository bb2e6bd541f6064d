"""Interleaved rounds of every path and of the floor, and what comes out of them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.load import Round, Shot, fire, warm
from bench.processes import cpu_seconds

ROUNDS = 7
TURNS = 4
"""So often path and floor take turns within a round."""
HERE = "127.0.0.1"


@dataclass(frozen=True)
class HotPath:
    """A path to measure: its requests without end (many addresses, many viewers), its mark."""

    name: str
    supply: Iterator[Shot]
    addresses: int
    mark: float | None = None
    mark_alone: float | None = None


@dataclass
class Figures:
    """What the rounds of one path at one number of clients gave."""

    cpu_ms: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    database_ms: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Median ratio of CPU time to the floor's."""
        return median(self.ratios)

    @property
    def quartiles(self) -> tuple[float, float]:
        """The ratios that a quarter of the rounds lie below, and above."""
        if len(self.ratios) < 2:  # noqa: PLR2004 - one round has no spread
            return self.ratio, self.ratio
        low, _, high = quantiles(self.ratios, n=4, method="inclusive")
        return low, high

    @property
    def spread(self) -> float:
        """The larger distance of a quartile of the rounds' ratios from the median."""
        low, high = self.quartiles
        return max(self.ratio - low, high - self.ratio)

    def percentile(self, share: float) -> float:
        """Latency in ms that ``share`` of the answers stay below."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


@dataclass(frozen=True)
class Stage:
    """Where the measurement runs: application and floor, each with pid and port."""

    pid: int
    port: int
    floor_pid: int
    floor_port: int
    database_cpu: "Cpu"


class Cpu:
    """CPU seconds of the database's own processes; zero where it is embedded."""

    def read(self) -> float:
        """Return the seconds used so far."""
        return 0.0


def measure(
    stage: Stage, paths: Sequence[HotPath], *, clients: int, seconds: float, rounds: int = ROUNDS
) -> dict[str, Figures]:
    """Return the figures of each path: in every round path and floor take turns.

    Each address is asked for once before, because the first reader of a page pays for the next.
    """
    found = {path.name: Figures() for path in paths}
    for path in paths:
        warm(HERE, stage.port, path.supply, path.addresses)
    for _ in range(rounds):
        for path in paths:
            _add(found[path.name], *_once(stage, path, clients, seconds))
    return found


def _once(
    stage: Stage, path: HotPath, clients: int, seconds: float
) -> tuple[Round, float, float, float]:
    """Measure a path and the floor in turns, so that a busy machine hits both."""
    round_, floor = Round(), Round()
    used = floor_used = base_used = 0.0
    for _ in range(TURNS):
        before, base = cpu_seconds(stage.pid), stage.database_cpu.read()
        part = fire(HERE, stage.port, path.supply, clients=clients, seconds=seconds / TURNS)
        used += cpu_seconds(stage.pid) - before
        base_used += stage.database_cpu.read() - base
        round_.add(part)
        shots = itertools.repeat(_like(round_))
        before = cpu_seconds(stage.floor_pid)
        length = min(seconds, 0.5) / TURNS
        floor.add(fire(HERE, stage.floor_port, shots, clients=clients, seconds=length))
        floor_used += cpu_seconds(stage.floor_pid) - before
    count = round_.count
    return round_, used / count, floor_used / floor.count, base_used / count


def _like(round_: Round) -> Shot:
    """Return the last request as the floor gets it, which answers as much as was answered."""
    if round_.last is None:
        raise RuntimeError("Nothing was answered in time.")
    size, lines, head = (
        total // round_.count for total in (round_.body_bytes, round_.head_lines, round_.head_bytes)
    )
    method, _target, rest = round_.last.raw.split(b" ", 2)
    return Shot(b"%s /floor/%d/%d/%d %s" % (method, size, lines, head, rest))


def _add(to: Figures, round_: Round, each: float, floor_each: float, database: float) -> None:
    to.cpu_ms.append(each * 1000)
    to.ratios.append(each / floor_each)
    to.rates.append(round_.count / round_.seconds)
    to.database_ms.append(database * 1000)
    to.latencies.extend(round_.latencies)
