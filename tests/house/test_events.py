"""Every event of the record can be told: a new one needs its words in ``app/history/words.py``."""

from app.audit.events import Event
from app.history.words import WORDS


def test_every_event_has_words_of_its_own():
    assert set(WORDS) == set(Event)
    assert len(set(WORDS.values())) == len(WORDS)
