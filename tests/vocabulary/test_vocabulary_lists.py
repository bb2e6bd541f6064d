"""The fixed lists: every code once, stable in shape, labelled, and marked for the catalogue."""

import ast
import re
from pathlib import Path

import pytest

from app.vocabulary import (
    crimes,
    languages,
    member_kinds,
    modalities,
    office_kinds,
    pillars,
    practical_steps,
    practice_status,
    regional_groups,
    results,
    risk_factors,
    themes,
)
from app.vocabulary.term import Term, Terms

FOLDER = Path(themes.__file__).parent
LISTS: dict[str, Terms[Term]] = {
    "crimes": crimes.CRIMES,
    "languages": languages.LANGUAGES,
    "member_kinds": member_kinds.MEMBER_KINDS,
    "modalities": modalities.MODALITIES,
    "office_kinds": office_kinds.OFFICE_KINDS,
    "pillars": pillars.PILLARS,
    "practical_steps": practical_steps.PRACTICAL_STEPS,
    "practice_status": practice_status.PRACTICE_STATUS,
    "regional_groups": regional_groups.REGIONAL_GROUPS,
    "results": results.RESULTS,
    "risk_factors": risk_factors.RISK_FACTORS,
    "themes": themes.THEMES,
}


def test_every_list_of_the_folder_is_tested_here():
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "term", "labels", "packed"}

    assert modules == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_codes_and_labels_are_unique_and_well_formed(name):
    terms = LISTS[name]
    labels = [term.label for term in terms]

    assert len(set(terms.codes())) == len(terms) > 0
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", code) for code in terms.codes())
    assert all(text == text.strip() and text for text in labels)


@pytest.mark.parametrize("name", LISTS)
def test_a_term_is_found_by_its_code_and_an_unknown_code_is_refused(name):
    terms = LISTS[name]

    assert [terms.get(code) for code in terms.codes()] == list(terms)
    assert [terms.label(code) for code in terms.codes()] == [term.label for term in terms]
    with pytest.raises(KeyError, match="no-such-code"):
        terms.label("no-such-code")


def _strings_for_people(tree: ast.AST) -> set[str]:
    """All N_() messages of a module."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    marked = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "N_")
    return {ast.literal_eval(call.args[0]) for call in marked}


@pytest.mark.parametrize("name", LISTS)
def test_every_word_for_people_is_marked(name):
    marked = _strings_for_people(ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8")))

    assert {term.label for term in LISTS[name]} - marked == set()


def test_vocabulary_imports_nothing_but_the_marker_and_itself():
    imported = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app"):
                imported.add(node.module)

    assert imported == {"app.core.i18n", "app.vocabulary", "app.vocabulary.term"}
