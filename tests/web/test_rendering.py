"""Dates and numbers in the reader's words, blocks and whole pages, languages, static encodings."""

from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType, SimpleNamespace

import pytest
from jinja2 import (
    DictLoader,
    Environment,
    FileSystemLoader,
    UndefinedError,
    pass_context,
    pass_environment,
    pass_eval_context,
)
from markupsafe import Markup

from app.core import i18n
from app.web import components
from app.web.forms import Form
from app.web.languages import choose_language
from app.web.render import Page, context_of
from app.web.static import choose
from app.web.templates import Templates
from tests.access.table import VIEWERS

DAY = date(2026, 12, 2)
MOMENT = datetime(2026, 12, 2, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "2 December 2026"), ("fr", "2 décembre 2026"), ("qps", "2 December 2026")],
)
def test_a_date_is_in_the_readers_words_and_machine_readable(language, words):
    with i18n.use_language(language):
        assert components.date_words(DAY) == words
        assert components.date_time_tag(DAY) == f'<time datetime="2026-12-02">{words}</time>'
        assert components.date_words(MOMENT) == words


def test_days_and_months_stand_alone():
    with i18n.use_language("en"):
        assert (components.day(DAY), components.month(DAY)) == ("2", "Dec")
    with i18n.use_language("fr"):
        assert components.month(DAY) == "déc."


@pytest.mark.parametrize(
    "moment",
    [MOMENT, MOMENT.replace(tzinfo=None), MOMENT.astimezone(timezone(timedelta(hours=9)))],
)
def test_a_moment_is_in_utc_and_says_so(moment):
    assert components.moment_tag(moment) == (
        '<time datetime="2026-12-02T23:30:00+00:00">2 December 2026, 23:30 UTC</time>'
    )


def test_numbers_have_the_readers_separators():
    with i18n.use_language("en"):
        assert components.number(1234567) == "1,234,567"
    with i18n.use_language("fr"):
        assert components.number(1234567) == "1\u202f234\u202f567"


def test_a_component_named_twice_is_a_mistake():
    files = {f"components/{name}.html": "" for name in components.FILES}
    twice = "{% macro icon() %}{% endmacro %}"
    files["components/signs.html"] = files["components/lists.html"] = twice
    env = Environment(loader=DictLoader(files), autoescape=True, extensions=["jinja2.ext.i18n"])
    with pytest.raises(ValueError, match="components named twice: \\['icon'\\]"):
        components.install(env, lambda name: name)


def test_everything_is_escaped_and_nothing_undefined_is_silent(portal):
    env = portal.renderer.env

    assert env.from_string("{{ x }}").render(x="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"
    assert env.from_string("{{ _('%(x)s', x=y) }}").render(y="<") == "&lt;"
    with pytest.raises(UndefinedError):
        env.from_string("{{ nothing }}").render()
    assert portal.renderer.env.overlay(autoescape=False).from_string("{{ x }}").render(x="<") == "<"


def test_a_template_may_ask_only_whether_the_viewer_can(portal):
    can = context_of(Page(), None, VIEWERS["editor"])["can"]

    assert can("manual:edit")
    assert not can("practice:write")
    with pytest.raises(ValueError, match="no:such"):
        can("no:such")
    assert portal.renderer.has_block(SimpleNamespace(template="error.html"), "refusal")
    assert not portal.renderer.has_block(SimpleNamespace(template="error.html"), "nothing")


@pytest.mark.parametrize(
    ("cookie", "header", "wanted"),
    [
        ("", "", "en"), ("fr", "en", "fr"), ("xx", "fr", "fr"), ("", "de, fr;q=0.8, en", "fr"),
        ("", "FR-ca", "fr"), ("", "*", "en"), ("", "x" * 5000 + ",fr", "en"), ("qps", "", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_persons_choice_then_the_browsers(cookie, header, wanted):
    request = SimpleNamespace(headers={"accept-language": header})

    assert "fr" in i18n.languages()
    assert choose_language(cookie, VIEWERS["public"], request) == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [("pt-BR, fr", "pt_BR"), ("pt, fr", "fr"), ("pt-br;q=0.5", "pt_BR"), ("fr-BR", "fr")],
)
def test_a_language_of_one_country_is_found_by_its_whole_name(monkeypatch, header, wanted):
    monkeypatch.setattr(i18n, "languages", lambda: ("en", "fr", "pt_BR"))
    request = SimpleNamespace(headers={"accept-language": header})

    assert choose_language("", VIEWERS["public"], request) == wanted


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        ("br, gzip", "br"), ("gzip", "gzip"), ("", "identity"), ("gzip;q=0", "identity"),
        ("*", "br"), ("*;q=0", "identity"), ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("identity;q=1, br;q=0.5", "identity"), ("gzip;q=x", "identity"), ("zstd", "identity"),
        (", ,br;;", "br"), ("identity;q=0, *;q=0", "identity"),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_the_reader_likes_best(accepted, wanted):
    offered = MappingProxyType({"br": b"", "gzip": b"", "identity": b""})

    assert choose(accepted, offered) == wanted
    assert choose(accepted, MappingProxyType({"identity": b""})) == "identity"


def test_htmx_gets_the_block_it_replaces_and_otherwise_the_whole_page(browse):
    whole = browse().get("/directory?q=ghana")
    for target, part in (("members", True), ("nothing", False), ("", False)):
        headers = {"HX-Request": "true", "HX-Target": f"section#{target}"}
        answer = browse().client.get("/directory?q=ghana", headers=headers)
        assert ("<html" not in answer.text) is part
        assert "HX-Target" in answer.headers["vary"]
    block = browse().block("/directory?q=ghana", "members")
    assert block.text.strip() in whole.text


def test_words_have_their_values_escaped_in_pages_and_plain_in_letters(portal):
    source = "{{ _('%(who)s 100%% & more', who=who) }} {% trans %}Home{% endtrans %}"
    pages, letters = portal.renderer.env, portal.renderer.env.overlay(autoescape=False)
    with i18n.use_language("fr"):
        assert pages.from_string(source).render(who="<b>") == "&lt;b&gt; 100% & more Accueil"
        assert letters.from_string(source).render(who="<b>") == "<b> 100% & more Accueil"


def test_a_field_is_what_its_form_says_whether_it_was_shown_before_or_not(portal):
    source = "{{ ui.checkboxes(form, 'a', _('Home'), options) }}{{ ui.text(form, 'b', 'B') }}"
    template = portal.renderer.env.from_string(source)
    options = [("1", "one"), ("2", "two")]

    def shown(form, language="en") -> str:
        with i18n.use_language(language):
            return template.render(form=form, options=options)

    blank = shown(Form())
    assert blank.count("<legend>Home</legend>") == 1
    assert "checked" not in blank
    assert shown(Form({"other": "x"}, {"other": "wrong"})) == blank
    assert shown(Form(), "fr") == blank.replace("Home", "Accueil")
    assert shown(Form({"a": ["2"]})) == blank.replace('value="2"', 'value="2" checked')
    assert 'value="typed"' in shown(Form({"b": "typed"}))
    assert "wrong</p>" in shown(Form({}, {"b": "wrong"}))
    options.append(("3", "three"))
    assert shown(Form()).count("<input") == blank.count("<input") + 1


def test_what_is_written_is_escaped_and_what_is_html_is_left(tmp_path):
    (tmp_path / "page.html").write_text(
        "{% macro bold(words) %}<b>{{ words }}</b>{% endmacro %}"
        "{{ bold(given) }}|{{ given }}|{{ html }}|{{ shout(given) }}|{{ 5 }}"
    )
    env = Templates(loader=FileSystemLoader(tmp_path), autoescape=True)
    made = env.get_template("page.html").render(
        given="<i>&'\"", html=Markup("<u>x</u>"), shout=lambda words: words.upper()
    )
    escaped = "&lt;i&gt;&amp;&#39;&#34;"
    shouted = "&lt;I&gt;&amp;&#39;&#34;"
    assert made == f"<b>{escaped}</b>|{escaped}|<u>x</u>|{shouted}|5"


def test_letters_are_plain_although_pages_are_not(tmp_path):
    (tmp_path / "said.txt").write_text("{{ given }}")
    env = Templates(loader=FileSystemLoader(tmp_path), autoescape=True)
    plain = env.overlay(autoescape=False)
    assert env.get_template("said.txt").render(given="<i>") == "&lt;i&gt;"
    assert plain.get_template("said.txt").render(given="<i>") == "<i>"
    assert env.get_template("said.txt").render(given="<i>") == "&lt;i&gt;"


def test_functions_get_of_the_context_what_they_ask_for(tmp_path):
    (tmp_path / "page.html").write_text("{{ whole() }}|{{ manner() }}|{{ place() }}|{{ kind(1) }}")
    env = Templates(loader=FileSystemLoader(tmp_path), autoescape=True)

    @pass_context
    def whole(context):
        return context["word"]

    @pass_eval_context
    def manner(asked):
        return asked.autoescape

    @pass_environment
    def place(given):
        return given is env

    given = {"whole": whole, "manner": manner, "place": place, "kind": str, "word": "w"}
    assert env.get_template("page.html").render(given) == "w|True|True|1"
