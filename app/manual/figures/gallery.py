"""Where pictures are, for pages that show a text of the manual."""

from collections.abc import Container, Mapping

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


def of_sizes(sizes: Mapping[str, int]) -> Gallery:
    """Return the gallery of a page that knows how large its pictures are, in bytes."""

    def show(name: str) -> Picture | None:
        return Picture(f"{ADDRESS_OF}{name}", size(sizes[name])) if name in sizes else None

    return Gallery(show, words=FigureWords.spoken(gettext))
