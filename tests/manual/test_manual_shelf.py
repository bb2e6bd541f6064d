"""The shelf: what is rendered once is sent until its epoch ends, and memory is bounded."""

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


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("", "identity"), ("br;q=0, gzip;q=0.1", "gzip")],
)
def test_the_encoding_follows_the_reader(accepted, sent):
    assert encoding_for(accepted) == sent
