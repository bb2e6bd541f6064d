"""Interleaved rounds of every path and of the floor, and what comes out of them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Round, Shot, fire, get, warm
from bench.processes import cpu_seconds

ROUNDS = 7


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
    def spread(self) -> float:
        """Largest distance of a round's ratio from the median."""
        return max(abs(r - self.ratio) for r in self.ratios)

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
    """Return the figures of each path: every round measures the path, then the floor.

    Each address is asked for once before, because the first reader of a page pays for the next.
    """
    found = {path.name: Figures() for path in paths}
    for path in paths:
        warm("127.0.0.1", stage.port, path.supply, path.addresses)
    for _ in range(rounds):
        for path in paths:
            _add(found[path.name], *_once(stage, path, clients, seconds))
    return found


def _once(
    stage: Stage, path: HotPath, clients: int, seconds: float
) -> tuple[Round, float, float, float]:
    before, base = cpu_seconds(stage.pid), stage.database_cpu.read()
    round_ = fire("127.0.0.1", stage.port, path.supply, clients=clients, seconds=seconds)
    used, base_used = cpu_seconds(stage.pid) - before, stage.database_cpu.read() - base
    size = round_.body_bytes // round_.count
    shot = get(f"/floor/{size}", host="127.0.0.1")
    before = cpu_seconds(stage.floor_pid)
    floor = fire(
        "127.0.0.1",
        stage.floor_port,
        itertools.repeat(shot),
        clients=clients,
        seconds=min(seconds, 0.5),
    )
    floor_each = (cpu_seconds(stage.floor_pid) - before) / floor.count
    return round_, used / round_.count, floor_each, base_used / round_.count


def _add(to: Figures, round_: Round, each: float, floor_each: float, database: float) -> None:
    to.cpu_ms.append(each * 1000)
    to.ratios.append(each / floor_each)
    to.rates.append(round_.count / round_.seconds)
    to.database_ms.append(database * 1000)
    to.latencies.extend(round_.latencies)
