"""In which language an entry is read: the best one for its reader, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.practices.entry import Entry
from app.practices.translating.values import Translation
from app.vocabulary import languages

AUTO = "auto"


def tongues(entry: Entry) -> tuple[str, ...]:
    """Return in which languages something of an entry is read, its own first."""
    second = [entry.second_language] if entry.second_language and entry.second_summary else []
    made = (one.language for one in entry.translations if not one.kept_back)
    some = (entry.language, *made, *second)
    return tuple(dict.fromkeys(some))


def best(offered: Iterable[str], wanted: Sequence[str], original: str) -> str:
    """Return the first of ``wanted`` that is offered, else the language of the entry."""
    known = set(offered)
    return next((code for code in wanted if code in known), original)


@dataclass(frozen=True, slots=True)
class Voice:
    """An entry as it is read in the language ``reads``; empty for its own."""

    entry: Entry
    reads: str = ""

    @property
    def translation(self) -> Translation | None:
        """The translation that is read, None where the entry is read in its own language."""
        if self.reads == self.entry.language:
            return None
        made = (one for one in self.entry.translations if not one.kept_back)
        return next((one for one in made if one.language == self.reads), None)

    @property
    def second(self) -> str | None:
        """The summary in this language, where only that was translated."""
        entry = self.entry
        if self.translation or self.reads in {"", entry.language}:
            return None
        return entry.second_summary if entry.second_language == self.reads else None

    def says(self, name: str) -> bool:
        """Whether a field is translated."""
        translation = self.translation
        return bool(translation and translation.texts.get(name))

    def text(self, name: str) -> str | None:
        """Return what a field says."""
        original: str | None = getattr(self.entry, name)
        translation = self.translation
        return (translation.texts.get(name) or original) if original and translation else original

    def language(self, name: str) -> str:
        """Return in which language a field is read."""
        if name == "summary" and self.second:
            return self.reads
        translation = self.translation
        said = translation.texts.get(name) if translation else None
        return translation.language if translation and said else self.entry.language

    def direction(self, name: str) -> str:
        """Return in which direction a field runs: a translation's is known, a text's is seen."""
        code = self.language(name)
        return AUTO if code == self.entry.language else languages.direction(code)

    def languages(self, *names: str) -> Mapping[str, str]:
        """Return of each field in which language it is read."""
        return {name: self.language(name) for name in names}

    def directions(self, *names: str) -> Mapping[str, str]:
        """Return of each field in which direction it runs."""
        return {name: self.direction(name) for name in names}
