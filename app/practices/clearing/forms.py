"""What an office takes of what came back of its practice."""

from collections.abc import Callable, Mapping

from app.core.i18n import N_, gettext
from app.practices import forms
from app.practices.clearing.fields import BY_NAME
from app.practices.entry import Changes, Entry
from app.practices.forms import Read
from app.web.forms import Form, Reader, Sent

NONE_TAKEN = N_("Choose for at least one field what came back, or go back without taking anything.")
KEEP = "keep"
MOST_CAME = 110_000
"""Letters of what came back: nine bytes each of a form where they are Chinese."""


def read_choices(
    sent: Sent, offered: Mapping[str, Mapping[str, str]]
) -> tuple[Mapping[str, str], Form]:
    """Read which of the ``offered`` words of each field are taken; return the words by field."""
    reader, taken = Reader(sent), dict[str, str]()
    for name, words in offered.items():
        choice = reader.choice(name, [KEEP, *words])
        if choice and choice != KEEP:
            taken[name] = words[choice]
    if not taken:
        reader.wrong("", NONE_TAKEN)
    return taken, reader.form


def changes_of(entry: Entry, taken: Mapping[str, str]) -> tuple[Changes, Mapping[str, str]]:
    """Return what is taken as changes of a practice, and what is wrong with it, by field.

    The words are read as if they were typed on their pages; what else stands there is left alone.
    """
    typed = forms.typed_before(entry)
    sent = {name: [said] if isinstance(said, str) else said for name, said in typed.items()}
    sent |= {name: [said] for name, said in taken.items()}
    found, wrong = Changes(columns={}), dict[str, str]()
    for page in dict.fromkeys(BY_NAME[name].page for name in taken):
        read, form = _PAGES[page](sent, entry)
        own = {name for name in taken if BY_NAME[name].page == page}
        about = own | ({"year_to"} if "year_from" in own else set())
        wrong |= {name: said for name, said in form.errors.items() if name in about}
        found = Changes(
            columns={**found.columns, **{n: v for n, v in read.columns.items() if n in own}},
            sources=read.sources if "sources" in own else found.sources,
        )
    return found, wrong


def wrong_with(entry: Entry, name: str, words: str) -> str:
    """Return why these words cannot be taken into a field, "" where they can."""
    wrong = changes_of(entry, {name: words})[1]
    return gettext(next(iter(wrong.values()))) if wrong else ""


_PAGES: Mapping[str, Callable[[Sent, Entry], Read]] = {
    "what": lambda sent, _entry: forms.read_what(sent),
    "how": lambda sent, _entry: forms.read_how(sent, ()),
    "learned": lambda sent, _entry: forms.read_learned(sent),
    "readers": lambda sent, entry: forms.read_sources(sent, entry.source_kind),
}
