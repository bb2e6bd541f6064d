"""Templates and their contexts say the same; blocks are the parts they are named for."""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

import pytest
from jinja2 import meta, nodes

import app.rooms
from app.core.config import ROOT
from app.web.chrome import Chrome
from app.web.render import Page

GIVEN = {"page", "can"}
WHOLE = {"title", "head", "main"}
"""Blocks of base.html; all others are parts that htmx may replace."""

UNESCAPED: dict[str, str] = {}
"""Expressions marked safe that are not plain words of the template itself, each with its reason."""

LONGEST = 120


def pages() -> list[type[Page]]:
    """Return every page that names a template."""

    def below(kind: type[Page]) -> Iterator[type[Page]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    own = {one for one in below(Page) if one.__module__.startswith("app.")}
    named = (one for one in own if "template" in vars(one))
    return sorted(named, key=lambda one: (one.__module__, one.__name__))


@pytest.fixture(scope="session")
def env(house) -> Any:
    return house.state.portal.renderer.env


def _parsed(env, name: str) -> nodes.Template:
    return env.parse(env.loader.get_source(env, name)[0])


_tree = cache(_parsed)
"""The tree of a template, for all who only look at it."""


@cache
def _family(env, name: str) -> frozenset[str]:
    """Return the template with all that it extends, includes or imports."""
    found, todo = set(), {name}
    while todo:
        one = todo.pop()
        found.add(one)
        todo |= {n for n in meta.find_referenced_templates(_tree(env, one)) if n} - found
    return frozenset(found)


@cache
def _used(env, name: str) -> frozenset[str]:
    """Return the names that one template takes from outside itself; the search changes the tree."""
    return frozenset(meta.find_undeclared_variables(_parsed(env, name)))


@cache
def _set(env, name: str) -> frozenset[str]:
    """Return the names that one template gives to those it includes."""
    tree = _tree(env, name)
    own = {
        n.name
        for one in tree.find_all((nodes.Assign, nodes.With))
        for n in one.find_all(nodes.Name)
        if n.ctx in {"store", "param"}
    }
    return frozenset(own | {one.target for one in tree.find_all(nodes.Import)})


def _variables(env, name: str) -> set[str]:
    """Return what a template wants from its page; what it sets for those it includes is its own."""
    family = _family(env, name)
    used = {one for template in family for one in _used(env, template)}
    given = {one for template in family for one in _set(env, template)}
    return used - given - GIVEN - set(env.globals)


def test_there_are_pages():
    assert app.rooms.ROOMS
    assert len(pages()) > 15


@pytest.mark.parametrize("page", pages(), ids=lambda page: f"{page.__module__}.{page.__name__}")
def test_a_page_has_exactly_the_fields_that_its_template_uses(env, page):
    assert {field.name for field in fields(page)} == _variables(env, page.template)


@pytest.mark.parametrize("page", pages(), ids=lambda page: f"{page.__module__}.{page.__name__}")
def test_a_page_is_a_frozen_value(page):
    assert page.__dataclass_params__.frozen
    assert all(field.kw_only for field in fields(page))


def test_the_chrome_has_what_every_page_shows(env):
    used = {
        node.attr
        for name in env.list_templates(filter_func=lambda name: name.endswith(".html"))
        for node in _tree(env, name).find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "page"
    }

    assert used - {"csrf", "once"} <= set(dir(Chrome))
    assert {"language", "viewer", "waiting"} <= used


def blocks(env) -> list[tuple[str, str]]:
    """Return the parts that htmx may replace, each with the page it stands in."""
    return [
        (page, block.name)
        for page in sorted({one.template for one in pages()})
        for block in _tree(env, page).find_all(nodes.Block)
        if block.name not in WHOLE
    ]


def test_every_part_is_named_like_the_id_of_its_root(env):
    """The first element of a block carries the block's name as its id."""
    found = blocks(env)
    wrong = []
    for page, name in found:
        source = env.loader.get_source(env, page)[0]
        inside = re.split(rf"{{%-?\s*block {re.escape(name)}\b[^%]*%}}", source, maxsplit=1)[1]
        plain = re.sub(r"{#.*?#}|{%.*?%}", "", inside, flags=re.DOTALL).lstrip()
        first = re.match(r"<\w+[^>]*>", plain)
        called = re.match(r"{{.*?[\"'(= ]" + re.escape(name) + r"[\"',) ]", plain)
        if not (first and f'id="{name}"' in first[0]) and not called:
            wrong.append((page, name, plain[:60]))

    assert len(found) > 10
    assert wrong == []


def test_no_block_stands_in_a_loop(env):
    inside = [
        (name, block.name)
        for name in env.list_templates(filter_func=lambda name: name.endswith(".html"))
        for loop in _tree(env, name).find_all((nodes.For, nodes.Macro))
        for block in loop.find_all(nodes.Block)
    ]

    assert inside == []


def _words_only(node: nodes.Node) -> bool:
    if isinstance(node, nodes.CondExpr):
        return _words_only(node.expr1) and (node.expr2 is None or _words_only(node.expr2))
    return isinstance(node, nodes.Const)


def test_only_a_templates_own_words_are_left_unescaped(env):
    found, marked = 0, set()
    for name in env.list_templates(filter_func=lambda name: name.endswith(".html")):
        for one in _tree(env, name).find_all(nodes.Filter):
            if one.name == "safe":
                found += 1
                if not (one.node and _words_only(one.node)):
                    marked.add(name)
        assert "autoescape" not in env.loader.get_source(env, name)[0]

    assert env.autoescape is True
    assert found > 5
    assert marked == set(UNESCAPED)


def test_templates_stay_small_and_say_what_they_are_given(env):
    names = env.list_templates(filter_func=lambda name: name.endswith(".html"))
    sizes = {name: env.loader.get_source(env, name)[0].count("\n") for name in names}

    assert len(sizes) > 20
    assert {name: n for name, n in sizes.items() if n > LONGEST} == {}


def test_every_template_is_used(env):
    roots = {page.template for page in pages()} | {f"components/{n}.html" for n in _components()}
    used = {name for root in roots for name in _family(env, root)}
    code = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "app").rglob("*.py"))
    unused = [
        name
        for name in env.list_templates(filter_func=lambda name: name.endswith((".html", ".txt")))
        if name not in used and name not in code and not _is_chosen(name, code)
    ]

    assert unused == []


def _is_chosen(name: str, code: str) -> bool:
    """Whether the code makes the name up from its beginning, as ``f"mail/practice-{what}.txt"``."""
    return any(f'f"{name[:end]}{{' in code for end in range(5, len(name)))


def _components() -> tuple[str, ...]:
    from app.web.components import FILES  # noqa: PLC0415 - only here

    return FILES


def test_no_template_decides_by_itself_who_may_do_what(env):
    sources = {
        name: env.loader.get_source(env, name)[0]
        for name in env.list_templates(filter_func=lambda name: name.endswith(".html"))
    }
    told = [
        name for name, text in sources.items() if re.search(r"office\.kind|in_secretariat", text)
    ]

    assert told == []
