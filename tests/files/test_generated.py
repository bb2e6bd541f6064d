"""Every hostile and honest file of the corpus gets the answer that it has to get, and soon."""

import time

from app.files.examining import Examined
from app.files.inside import examined
from app.files.verdict import Refused, Why
from prove.examining import FEWEST, answered
from tests.files.generated import Case, cases


def test_every_file_of_the_corpus_is_answered_as_it_has_to_be():
    every = list(cases())
    wrong, slow = {}, {}
    for one in every:
        if not one.content:
            continue  # of nothing there is no process: whoever asks is answered at once
        began = time.process_time()
        if (found := answered(one, lambda content: Examined(*examined(content)))) is not None:
            wrong[one.name] = found
        if time.process_time() - began > 5:
            slow[one.name] = time.process_time() - began

    assert (wrong, slow) == ({}, {})
    assert len({one.name for one in every}) == len(every) >= FEWEST


def test_a_wrong_answer_is_told():
    good = Case("good", b"words", frozenset({"txt"}), b"words")

    def refuse(_content: bytes) -> Examined:
        raise Refused(Why.FAILED)

    assert answered(good, lambda content: Examined(*examined(content))) == "kept what it hides"
    assert answered(good, refuse) == "failed"
    assert answered(Case("text", b"words", frozenset({"pdf"}))) == "txt"
