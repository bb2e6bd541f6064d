"""What single lists promise: the Framework's numbering, the steps read, languages, offices."""

import pytest
from babel import Locale, UnknownLocaleError

from app.vocabulary import (
    crimes,
    languages,
    modalities,
    office_kinds,
    pillars,
    practical_steps,
    regional_groups,
    results,
    risk_factors,
    themes,
)


def test_fourteen_risk_factors_in_order_with_eight_common():
    factors = risk_factors.RISK_FACTORS

    assert [factor.number for factor in factors] == list(range(1, 15))
    assert [f.number for f in factors if f.kind == risk_factors.COMMON] == list(range(1, 9))
    assert {f.kind for f in factors} == set(risk_factors.KINDS.codes())


def test_only_specific_factors_belong_to_a_crime():
    of_crime = {f.number: f.crime for f in risk_factors.RISK_FACTORS if f.crime is not None}

    assert of_crime == {
        9: "genocide",
        10: "genocide",
        11: "crimes-against-humanity",
        12: "crimes-against-humanity",
        13: "war-crimes",
        14: "war-crimes",
    }
    assert set(of_crime.values()) < set(crimes.codes())


def test_each_factor_says_how_far_its_title_was_checked():
    recalled = {f.number for f in risk_factors.RISK_FACTORS if f.note == risk_factors.RECALLED}
    quoted = {f.number for f in risk_factors.RISK_FACTORS if f.note == risk_factors.QUOTED}
    in_part = {f.number for f in risk_factors.RISK_FACTORS if f.note == risk_factors.QUOTED_IN_PART}

    assert (recalled, quoted, in_part) == ({1, 2, 3, 4, 5, 6, 10, 11, 12}, {8, 9}, {7, 13})
    assert risk_factors.RISK_FACTORS.get("14").note == risk_factors.TITLE_ONLY


def test_three_pillars_each_with_a_sentence():
    assert [pillar.number for pillar in pillars.PILLARS] == [1, 2, 3]
    assert all(pillar.sentence.endswith(".") for pillar in pillars.PILLARS)


def test_steps_that_were_not_read_are_not_offered():
    assert [step.number for step in practical_steps.PRACTICAL_STEPS] == [1, 2, 3, 4, 5]
    assert [step.code for step in practical_steps.offered()] == ["1", "3", "5"]


def test_themes_and_modalities_are_those_of_the_form():
    assert themes.codes() == (
        "focal-point",
        "national-mechanism",
        "risk-assessment",
        "early-warning",
        "treaties",
        "criminal-law",
        "security-forces",
        "accountability",
        "upr-special-procedures",
        "education-memory",
        "hate-speech",
        "asylum-refugees",
        "network-cooperation",
        "other",
    )
    assert modalities.codes() == (
        "written-advice",
        "video-talk",
        "document-review",
        "workshop",
        "study-visit",
        "expert-mission",
        "pairing",
    )
    assert results.codes() == ("met", "partly", "not_met")


def test_a_regional_group_has_a_short_name():
    assert regional_groups.codes() == (
        "african",
        "asia-pacific",
        "eastern-european",
        "grulac",
        "weog",
    )
    assert regional_groups.short("weog") == "Western European and Others Group"
    with pytest.raises(KeyError):
        regional_groups.short("no-such-group")


def test_offices_are_told_apart_by_side():
    sides = {kind.code: kind.side for kind in office_kinds.OFFICE_KINDS}
    members = tuple(code for code, side in sides.items() if side == office_kinds.MEMBER)
    assert members == (
        "focal_point",
        "alternate",
        "adviser",
        "mission_contact",
        "entity_contact",
    )
    assert set(sides) - set(members) == {"editor", "administrator", "director"}


def test_the_six_official_languages_come_first():
    official = [language.code for language in languages.LANGUAGES if language.official]

    assert official == list(languages.codes()[:6]) == ["ar", "zh", "en", "fr", "ru", "es"]


@pytest.mark.parametrize("code", languages.codes())
def test_a_language_agrees_with_the_locale_data_where_there_is_any(code):
    try:
        locale = Locale.parse(code)
    except UnknownLocaleError:
        assert code == "tet"
        return
    ours = languages.LANGUAGES.get(code)

    assert ours.label == locale.get_display_name("en")
    assert languages.direction(code) == ours.direction == locale.text_direction
    own = languages.own_name(code).removeprefix("Bahasa ")
    assert own.casefold() == str(locale.get_display_name(code)).casefold()
