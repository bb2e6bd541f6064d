"""Where pictures are, for pages that show a text of the manual."""

from collections.abc import Container, Mapping
from dataclasses import replace

from app.core.i18n import gettext
from app.files.showing import size
from app.text.figures import ADDRESS_OF, Gallery, Picture
from app.text.labels import FigureWords


def everywhere() -> Gallery:
    """Return the gallery of a page that asks for nothing: what is missing shows as its words."""
    return Gallery(lambda name: Picture(f"{ADDRESS_OF}{name}"), words=FigureWords.spoken(gettext))


def of_file(names: Container[str]) -> Gallery:
    """Return the gallery of a file that holds its pictures itself."""

    def show(name: str) -> Picture | None:
        return Picture(f"{ADDRESS_OF}{name}") if name in names else None

    return Gallery(show, alone=False, words=FigureWords.spoken(gettext))


def without_account(published: Container[str]) -> Gallery:
    """Return the gallery of a page for whoever has no session: pictures of editions alone.

    The others are in the document that stands beside it, which the sentence in their place says.
    """
    in_document = gettext("This picture is in the Word document. It shows: %(words)s")
    words = replace(FigureWords.spoken(gettext), missing=in_document)

    def show(name: str) -> Picture | None:
        return Picture(f"{ADDRESS_OF}{name}") if name in published else None

    return Gallery(show, words=words)


def of_sizes(sizes: Mapping[str, int]) -> Gallery:
    """Return the gallery of a page that knows how large its pictures are, in bytes."""

    def show(name: str) -> Picture | None:
        return Picture(f"{ADDRESS_OF}{name}", size(sizes[name])) if name in sizes else None

    return Gallery(show, words=FigureWords.spoken(gettext))
