"""A row filled into its mould says what its macro says, and fixed choices what they said."""

from datetime import date
from itertools import product

from markupsafe import Markup

from app.core.i18n import use_language
from app.vocabulary.labels import THEMES, options
from app.web.forms import Form

HOSTILE = '<b a="1">%(title)s & %s</b>'
DAY = date(2027, 3, 9)
SHAPES = tuple(
    product(
    ("", HOSTILE),
    ({}, {"tile": "CRI"}, {"date": DAY}, {"date": DAY, "late": True, "tile": "CRI"},
     {"icon": "open"}, {"icon": "open", "tile": "&"}),
    ((), (HOSTILE, Markup("<i>safe</i>"), 7)),
    ({}, {"lang": "fr"}, {"lang": 'e"n', "said_in": "ar"}, {"said_in": "ar"}),
    ({}, {"id": "offer-1", "level": 2, "runs": "ltr", "said_runs": "rtl"}),
    )
)  # fmt: skip


def macro(portal, name):
    """Return the macro itself, as the template has it."""
    file = "lists" if name == "row" else "fields"
    return getattr(portal.renderer.env.get_template(f"components/{file}.html").module, name)


def test_a_row_of_every_shape_is_what_the_macro_makes(portal):
    kept, made = portal.renderer.env.globals["ui"].row, macro(portal, "row")
    seen = set()
    for language, (text, sign, meta, spoken, more) in product(("en", "fr"), SHAPES):
        given = {"text": text, "meta": meta, **sign, **spoken, **more}
        with use_language(language):
            for _twice in range(2):
                html = kept(HOSTILE, "/a?b=1&c=2", **given)
                assert html == made(HOSTILE, "/a?b=1&c=2", **given), given
        seen.add(html)
    assert len(seen) > 150


def test_a_row_keeps_nothing_of_what_stood_in_it_and_carries_acts(portal):
    row = portal.renderer.env.globals["ui"].row
    template = portal.renderer.env.from_string(
        "{% call ui.row(title, '/x', text=title, meta=[title]) %}\n<p>{{ title }}</p>{% endcall %}"
    )
    for title in ("One & all", "Two"):
        html = template.render(title=title)
        assert html.count(str(Markup.escape(title))) == 4
        assert '<div class="act"><p>' in html
    assert "One" not in html
    assert "act" not in row("Three", "/x", text="t", meta=["m"])


def test_a_choice_of_a_fixed_list_is_kept_as_long_as_nothing_is_chosen(portal):
    kept, made = portal.renderer.env.globals["ui"].select, macro(portal, "select")
    for language in ("en", "fr"):
        with use_language(language):
            for values in ({}, {"theme": ""}, {"theme": "early-warning"}, {"theme": "<"}):
                for errors in ({}, {"theme": "Choose <one>"}):
                    form = Form(values, errors)
                    for choices in (options(THEMES), list(options(THEMES))):
                        given = (form, "theme", "Theme", choices)
                        assert kept(*given, empty="All") == made(*given, empty="All")
