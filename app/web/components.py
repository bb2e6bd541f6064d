"""Puts the components, the words and the date filters into a Jinja environment."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from app.core import i18n
from app.core.i18n import language
from app.web import own_forms
from app.web.forms import Form
from app.web.rows import Rows

FILES = ("signs", "fields", "blocks", "lists")
KEPT = 1_000
PLAIN = frozenset(
    "icon aud seen state tile count tag btn submit opener shut found".split()  # noqa: SIM905 - names
)
"""Macros of a few words only: the same words give the same HTML, so it is kept."""

FIELDS = frozenset("text textarea date radios checkboxes check".split())  # noqa: SIM905 - names
"""Fields of a form, whose labels and choices are fixed lists: kept as long as nobody typed."""

_INTERNATIONAL = Locale.parse("en_GB")


def install(env: Environment, static: Callable[[str], str]) -> None:
    """Give ``env`` the globals ``ui`` and ``static``, gettext, and the filters for dates.

    ``static`` turns the name of a file into its address. Every macro of ``templates/components``
    becomes an attribute of ``ui``; a name given twice raises ValueError.
    """
    _speak(env)
    env.filters.update(
        date=date_time_tag, datetime=moment_tag, date_words=date_words, day=day, month=month
    )
    env.filters["number"] = number
    ui = SimpleNamespace()
    env.globals.update(static=static, ui=ui)
    ui.csrf = own_forms.place
    for file in FILES:
        _add(ui, vars(env.get_template(f"components/{file}.html").module))
    ui.row, ui.select = Rows(ui.row).row, _select(ui.select)


def _add(ui: SimpleNamespace, module: dict[str, Any]) -> None:
    macros = {
        name: _kept(macro) if name in PLAIN else _field(macro) if name in FIELDS else macro
        for name, macro in module.items()
        if not name.startswith("_")
    }
    if twice := macros.keys() & vars(ui).keys():
        raise ValueError(f"components named twice: {sorted(twice)}")
    vars(ui).update(macros)


def _kept(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Return a macro that is rendered once for each language and arguments."""

    @lru_cache(maxsize=KEPT, typed=True)
    def render(_language: str, *values: object, **named: object) -> Markup:
        return macro(*values, **named)

    def shown(*values: object, **named: object) -> Markup:
        return render(language(), *values, **named)

    return shown


def _field(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Return the macro of a field that is rendered once as long as nothing was typed into it."""
    untouched = _kept(partial(macro, Form()))

    def shown(form: Form, name: str, *values: object, **named: object) -> Markup:
        if name in form.values or name in form.errors:
            return macro(form, name, *values, **named)
        fixed = {key: _fixed(value) for key, value in named.items()}
        return untouched(name, *map(_fixed, values), **fixed)

    return shown


def _select(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Return the macro of a choice; kept where it is of a fixed list, which comes as a tuple."""
    unchosen = _kept(partial(macro, Form()))

    def shown(
        form: Form, name: str, label: str, options: object, *values: object, **named: object
    ) -> Markup:
        if form.values.get(name) or name in form.errors or type(options) is not tuple:
            return macro(form, name, label, options, *values, **named)
        return unchosen(name, label, options, *values, **named)

    return shown


def _fixed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _speak(env: Environment) -> None:
    """Use the catalogue of the request's language; newstyle gettext fills the places itself."""
    install_callables = env.install_gettext_callables  # type: ignore[attr-defined] # set by the i18n extension
    install_callables(
        lambda text: i18n.catalogue().gettext(text),
        lambda one, many, n: i18n.catalogue().ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, text: i18n.catalogue().pgettext(context, text),
    )
    env.globals.update(_=_said, gettext=_said)  # does as Jinja's own, with fewer detours


@pass_eval_context
def _said(asked: EvalContext, text: str, /, **values: object) -> str:
    """Return ``text`` in the reader's language with ``values`` in its places, escaped in HTML."""
    if asked.autoescape:
        return _in_html(text, values) if values else _sentence(language(), text)
    return i18n.gettext(text) % values


def _in_html(text: str, values: dict[str, object]) -> Markup:
    return Markup(i18n.gettext(text)) % values  # noqa: S704 - words of our own


@lru_cache(maxsize=KEPT)
def _sentence(_speaks: str, text: str) -> Markup:
    return _in_html(text, {})


def _locale() -> Locale:
    """Babel's locale of the reader; English dates are written as the United Nations does."""
    found = i18n.locale_of(language())
    return _INTERNATIONAL if found.language == "en" else found


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _civil(value: date) -> date:
    return _utc(value).date() if isinstance(value, datetime) else value


def date_words(value: date) -> str:
    """Return the date in words of the reader's language, such as ``12 December 2026``."""
    return _long(_civil(value), _locale())


@lru_cache(maxsize=4096)
def _long(day_: date, locale: Locale) -> str:
    """Write a date; kept, because lists and threads write the same few dates again and again."""
    return format_date(day_, "long", locale=locale)


@lru_cache(maxsize=2048)
def _short(minute: time, locale: Locale) -> str:
    return format_time(minute, "short", tzinfo=UTC, locale=locale)


def date_time_tag(value: date) -> Markup:
    """Return the date as a ``<time>`` element."""
    return Markup('<time datetime="{}">{}</time>').format(
        _civil(value).isoformat(), date_words(value)
    )


def moment_tag(value: datetime) -> Markup:
    """Return date and time as a ``<time>`` element, in UTC and saying so."""
    iso = _utc(value).isoformat(timespec="seconds")
    words = escape(moment_words(value))
    return Markup(f'<time datetime="{iso}">{words}</time>')  # noqa: S704 - words are escaped


def moment_words(value: datetime) -> str:
    """Return date and time in words, in UTC and saying so."""
    moment = _utc(value)
    return _moment(moment.date(), _minute(moment), language())


def hour_words(value: datetime) -> str:
    """Return the time of day in the reader's figures, in UTC and saying so."""
    return i18n.gettext("%(time)s UTC", time=_short(_minute(_utc(value)), _locale()))


def local_words(value: datetime, where: tzinfo) -> str:
    """Return day of the week, date and time of day as the clocks ``where`` show them."""
    local = _utc(value).astimezone(where)
    day_there = format_date(local.date(), "full", locale=_locale())
    shown = _short(local.time().replace(second=0, microsecond=0), _locale())
    return i18n.gettext("%(day)s, %(time)s", day=day_there, time=shown)


def _minute(moment: datetime) -> time:
    return moment.timetz().replace(second=0, microsecond=0)


@lru_cache(maxsize=4096)
def _moment(date_: date, minute: time, _language: str) -> str:
    return i18n.gettext(
        "%(date)s, %(time)s UTC", date=date_words(date_), time=_short(minute, _locale())
    )


def day(value: date) -> str:
    """Return the day of the month in the reader's figures."""
    return _part(_civil(value), "d", _locale())


def month(value: date) -> str:
    """Return the short name of the month."""
    return _part(_civil(value), "LLL", _locale())


@lru_cache(maxsize=4096)
def _part(day_: date, pattern: str, locale: Locale) -> str:
    return format_date(day_, pattern, locale=locale)


def number(value: float) -> str:
    """Return a number with the reader's separators."""
    return _figures(value, _locale())


@lru_cache(maxsize=4096)
def _figures(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)
