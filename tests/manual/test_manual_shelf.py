"""The shelf: what is rendered once is sent until its epoch ends, and memory is bounded."""

from time import sleep

import anyio
import pytest

from app.manual.shelf import ASK_EVERY, Shelf, encoding_for, pack


class Source:
    """Stands behind a shelf: an epoch, and pages that say how often they were rendered."""

    def __init__(self) -> None:
        self.epoch = 1
        self.asked = 0
        self.rendered = 0
        self.late_epochs: list[int] = []

    def ask(self) -> int:
        self.asked += 1
        return self.epoch

    def render(self, key):
        self.rendered += 1
        epoch = self.late_epochs.pop() if self.late_epochs else self.epoch
        return epoch, None if key[2] == "no" else pack(f"{key} {self.rendered}")


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture(autouse=True)
def now(monkeypatch) -> list[float]:
    time = [0.0]
    monkeypatch.setattr("app.manual.shelf.monotonic", lambda: time[0])
    return time


def words(shelf: Shelf, slug: str = "a") -> str | None:
    found = anyio.run(shelf.get, (1, "en", slug))
    return found and found.packed["identity"].body.decode()


def test_a_page_is_rendered_once_in_an_epoch(source, now):
    shelf = Shelf(source.ask, source.render)

    assert [words(shelf), words(shelf)] == ["(1, 'en', 'a') 1"] * 2
    source.epoch = 2
    assert words(shelf) == "(1, 'en', 'a') 1"
    now[0] += ASK_EVERY
    assert words(shelf) == "(1, 'en', 'a') 2"
    assert (source.asked, source.rendered) == (2, 2)


def test_what_this_process_changed_is_forgotten_at_once(source):
    shelf = Shelf(source.ask, source.render)
    words(shelf)
    source.epoch = 2
    shelf.forget()

    assert words(shelf) == "(1, 'en', 'a') 2"


def test_a_page_that_began_before_the_epoch_is_rendered_again(source):
    shelf = Shelf(source.ask, source.render)
    source.epoch = 2
    source.late_epochs = [1]

    assert words(shelf) == "(1, 'en', 'a') 2"


def test_what_does_not_exist_is_not_kept(source):
    shelf = Shelf(source.ask, source.render)

    assert [words(shelf, "no"), words(shelf, "no")] == [None, None]
    assert source.rendered == 2


def test_memory_is_bounded_and_the_oldest_goes_first(source):
    one = pack("(1, 'en', 'a') 1").size
    shelf = Shelf(source.ask, source.render, most=2 * one)
    for slug in "abab":
        words(shelf, slug)
    assert source.rendered == 2
    words(shelf, "c")
    words(shelf, "b")
    assert source.rendered == 3
    words(shelf, "a")
    assert source.rendered == 4


def many(shelf: Shelf, *slugs: str) -> list[str | None]:
    """Ask for pages all at once."""
    found: dict[int, str | None] = {}

    async def one(place: int, slug: str) -> None:
        made = await shelf.get((1, "en", slug))
        found[place] = made and made.packed["identity"].body.decode()

    async def every() -> None:
        async with anyio.create_task_group() as tasks:
            for place, slug in enumerate(slugs):
                tasks.start_soon(one, place, slug)

    anyio.run(every)
    return [found[place] for place in range(len(slugs))]


def test_of_many_who_ask_at_once_one_has_it_rendered_and_the_others_wait(source):
    inside, most = [], []

    def slowly(key):
        inside.append(key)
        most.append(inside.count(key))
        sleep(0.05)
        found = source.render(key)
        inside.remove(key)
        return found

    shelf = Shelf(source.ask, slowly)
    found = many(shelf, *"aabab")
    assert found == [found[0], found[0], found[2], found[0], found[2]]
    assert (source.rendered, set(most)) == (2, {1})
    assert many(shelf, *["no"] * 20) == [None] * 20
    assert source.rendered == 3, "who waited for what is not there is told so too"


def test_where_one_fails_the_next_one_who_waits_has_it_rendered(source):
    def once_failing(key):
        sleep(0.05)
        if not source.rendered:
            source.rendered += 1
            raise ConnectionError
        return source.render(key)

    shelf, told = Shelf(source.ask, once_failing), []

    async def one() -> None:
        try:
            made = await shelf.get((1, "en", "a"))
            told.append(made.packed["identity"].body.decode())
        except ConnectionError:
            told.append("failed")

    async def every() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(one)

    anyio.run(every)
    assert sorted(told) == [*["(1, 'en', 'a') 2"] * 3, "failed"]


def test_who_asks_in_a_later_epoch_does_not_get_what_an_earlier_one_was_waiting_for(source):
    shelf, answers = Shelf(source.ask, slowed(source)), []

    async def one(seconds: float) -> None:
        await anyio.sleep(seconds)
        if seconds:
            source.epoch = 2
            shelf.forget()
        made = await shelf.get((1, "en", "a"))
        answers.append(made.packed["identity"].body.decode())

    async def both() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(one, 0)
            tasks.start_soon(one, 0.1)

    anyio.run(both)
    assert set(answers) == {"(1, 'en', 'a') 2"}


def slowed(source):
    """Render so slowly that the epoch turns meanwhile."""

    def slowly(key):
        found = source.render(key)
        sleep(0.3)
        return found

    return slowly


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("", "identity"), ("br;q=0, gzip;q=0.1", "gzip")],
)
def test_the_encoding_follows_the_reader(accepted, sent):
    assert encoding_for(accepted) == sent
