"""Languages of texts and exchanges: the six of the United Nations, then others members use.

The list says in what a text may be written. What the interface speaks is decided by the
catalogues (`app.core.i18n.languages`). Directions stand here because Babel does not know all.
"""

from dataclasses import dataclass

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms


@dataclass(frozen=True, slots=True)
class Language(Term):
    """A language: English name as label, its name in its own script, its writing direction."""

    own: str
    direction: str = "ltr"
    official: bool = False


LANGUAGES = Terms(
    (
        Language("ar", N_("Arabic"), "العربية", "rtl", official=True),
        Language("zh", N_("Chinese"), "中文", official=True),
        Language("en", N_("English"), "English", official=True),
        Language("fr", N_("French"), "Français", official=True),
        Language("ru", N_("Russian"), "Русский", official=True),
        Language("es", N_("Spanish"), "Español", official=True),
        Language("sq", N_("Albanian"), "Shqip"),
        Language("am", N_("Amharic"), "አማርኛ"),
        Language("bn", N_("Bangla"), "বাংলা"),
        Language("cs", N_("Czech"), "Čeština"),
        Language("da", N_("Danish"), "Dansk"),
        Language("nl", N_("Dutch"), "Nederlands"),
        Language("et", N_("Estonian"), "Eesti"),
        Language("fi", N_("Finnish"), "Suomi"),
        Language("de", N_("German"), "Deutsch"),
        Language("el", N_("Greek"), "Ελληνικά"),
        Language("he", N_("Hebrew"), "עברית", "rtl"),
        Language("hi", N_("Hindi"), "हिन्दी"),
        Language("hu", N_("Hungarian"), "Magyar"),
        Language("id", N_("Indonesian"), "Bahasa Indonesia"),
        Language("it", N_("Italian"), "Italiano"),
        Language("ja", N_("Japanese"), "日本語"),
        Language("rw", N_("Kinyarwanda"), "Ikinyarwanda"),
        Language("ko", N_("Korean"), "한국어"),
        Language("lv", N_("Latvian"), "Latviešu"),
        Language("lt", N_("Lithuanian"), "Lietuvių"),
        Language("fa", N_("Persian"), "فارسی", "rtl"),
        Language("pl", N_("Polish"), "Polski"),
        Language("pt", N_("Portuguese"), "Português"),
        Language("ro", N_("Romanian"), "Română"),
        Language("sk", N_("Slovak"), "Slovenčina"),
        Language("sl", N_("Slovenian"), "Slovenščina"),
        Language("so", N_("Somali"), "Soomaali"),
        Language("sw", N_("Swahili"), "Kiswahili"),
        Language("sv", N_("Swedish"), "Svenska"),
        Language("tet", N_("Tetum"), "Tetun"),
        Language("tr", N_("Turkish"), "Türkçe"),
        Language("uk", N_("Ukrainian"), "Українська"),
        Language("ur", N_("Urdu"), "اردو", "rtl"),
        Language("vi", N_("Vietnamese"), "Tiếng Việt"),
    )
)

codes = LANGUAGES.codes
label = LANGUAGES.label


def own_name(code: str) -> str:
    """Return a language's name in its own script; raise ``KeyError`` for an unknown code."""
    return LANGUAGES.get(code).own


def direction(code: str) -> str:
    """Return `rtl` or `ltr` for a text language; raise ``KeyError`` for an unknown code."""
    return LANGUAGES.get(code).direction
