"""Clocks, identifiers, refusals and words."""

import re
from datetime import UTC, timedelta

import pytest

from app.core import clock, i18n, ids
from app.core.errors import BadRequest, Conflict, Forbidden, NotFound, Refusal, SignInNeeded


def test_the_domain_clock_moves_and_the_wall_does_not():
    with clock.moved(timedelta(days=400)):
        assert clock.now() - clock.wall() > timedelta(days=399)
        assert clock.today() == clock.now().date()
        with clock.moved(timedelta(days=-400)):
            assert abs(clock.now() - clock.wall()) < timedelta(seconds=5)
    assert abs(clock.now() - clock.wall()) < timedelta(seconds=5)
    assert clock.wall().tzinfo is UTC


def test_the_clock_comes_back_after_a_crash():
    with pytest.raises(ZeroDivisionError), clock.moved(timedelta(days=1)):
        raise ZeroDivisionError
    assert abs(clock.now() - clock.wall()) < timedelta(seconds=5)


def test_a_process_that_never_allowed_it_cannot_move_the_clock(monkeypatch):
    monkeypatch.setattr(clock._Offset, "fixed", True)  # noqa: SLF001 - as in a fresh process
    with pytest.raises(RuntimeError, match="tests and demonstrations"), clock.moved(timedelta(1)):
        pass


def test_identifiers_are_short_unmistakable_and_do_not_repeat():
    made = {ids.new_id() for _ in range(5000)}

    assert len(made) == 5000
    assert all(re.fullmatch(r"[a-km-np-z2-9]{12}", one) for one in made)
    assert len(set(ids.ALPHABET)) == 32


def test_secrets_have_256_bits_and_do_not_repeat():
    made = {ids.new_token() for _ in range(1000)}

    assert len(made) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", one) for one in made)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(BadRequest, 400), (SignInNeeded, 401), (Forbidden, 403), (NotFound, 404), (Conflict, 409)],
)
def test_refusals_have_a_status_and_a_sentence(refusal, status):
    assert refusal().status == status
    assert refusal().sentence == refusal.message
    assert refusal().sentence.endswith(".")


def test_a_refusal_fills_the_places_of_its_sentence():
    assert Refusal("At most %(most)s.", most=3).sentence == "At most 3."
    assert Refusal("100 % sure.").sentence == "100 % sure."


def test_words_follow_the_language_and_come_back():
    assert i18n.language() == "en"
    with i18n.use_language("qps"):
        assert i18n.language() == "qps"
        assert i18n.locale_of("qps").language == "en"
    assert i18n.language() == "en"
    assert i18n.languages()[0] == "en"
    assert "qps" not in i18n.languages()


def test_plurals_and_contexts_fill_their_places():
    assert i18n.ngettext("%(num)s state", "%(num)s states", 1) == "1 state"
    assert (
        i18n.ngettext("%(num)s %(x)s state", "%(num)s %(x)s states", 3, x="big") == "3 big states"
    )
    assert i18n.pgettext("office", "Open") == "Open"
    assert i18n.pgettext("office", "Open %(x)s", x="it") == "Open it"
    assert i18n.catalogue().gettext("Sign in") == "Sign in"
    assert [i18n.direction(code) for code in ("en", "ar", "qps")] == ["ltr", "rtl", "ltr"]
    assert i18n.N_("left as it is") == "left as it is"
