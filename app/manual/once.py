"""What many ask for at once is made once: the others wait for it. Used on the event loop."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from anyio import Event

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(slots=True)
class _Making(Generic[T]):
    """Something being made; ``made`` stays empty where that failed."""

    over: Event = field(default_factory=Event)
    made: list[T] = field(default_factory=list)


class Once(Generic[K, T]):
    """Makes one thing of each name at a time."""

    def __init__(self) -> None:
        """Begin with nothing being made."""
        self._making: dict[K, _Making[T]] = {}

    async def get(self, key: K, make: Callable[[], Awaitable[T]], good: Callable[[T], bool]) -> T:
        """Return what whoever began first makes, or what ``make`` does.

        Where the other one failed, or made what is not ``good`` any more, it is made again.
        """
        while (other := self._making.get(key)) is not None:
            await other.over.wait()
            if other.made and good(other.made[0]):
                return other.made[0]
        mine = self._making[key] = _Making()
        try:
            mine.made.append(await make())
        finally:
            del self._making[key]
            mine.over.set()
        return mine.made[0]
