"""XML written by hand: only signs that XML knows, HTML as XHTML, and archives without a clock."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser

from app.text.figures import ADDRESS_OF

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_EMPTY = frozenset({"br", "hr", "img"})
_DROPPED = frozenset({"svg", "use"})
_LEFT_OUT = frozenset({"role", "data-l", "rel", "loading", "decoding"})
_LOWER = {"h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
_PLAIN_FILE = 0o600 << 16

Href = Callable[[str], str | None]


def legal(text: str) -> str:
    """Return ``text`` with a sign for the unknown in place of what XML cannot hold."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    """Return ``text`` as it stands in XML, inside an element or an attribute."""
    shown = legal(text).replace("&", "&amp;").replace("<", "&lt;")
    return shown.replace(">", "&gt;").replace('"', "&quot;")


def archive(files: Mapping[str, str | bytes], *, bare: Sequence[str] = ()) -> bytes:
    """Return a ZIP archive: the same files give the same bytes. ``bare`` ones are not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_STORED if name in bare else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content, compresslevel=9)
    return out.getvalue()


class _Xhtml(HTMLParser):
    """Writes HTML anew as XML; links are asked about, icons and what only the portal uses go."""

    def __init__(self, href: Href, src: Callable[[str], str], *, lower: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._names = _LOWER if lower else {}
        self.out: list[str] = []
        self._href = href
        self._src = src
        self._links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an opening tag."""
        if tag in _DROPPED:
            return
        kept = {name: value or "" for name, value in attrs if name not in _LEFT_OUT}
        if tag == "a":
            leads = self._href(kept.pop("href", ""))
            self._links.append(leads is not None)
            if leads is None:
                return
            kept = {"href": leads, **kept}
        if tag == "img":
            kept = {**kept, "src": self._src(kept["src"].removeprefix(ADDRESS_OF))}
        said = "".join(f' {name}="{escaped(value)}"' for name, value in kept.items())
        name = self._names.get(tag, tag)
        self.out.append(f"<{name}{said}/>" if tag in _EMPTY else f"<{name}{said}>")

    def handle_endtag(self, tag: str) -> None:
        """Take a closing tag."""
        if tag in _DROPPED or tag in _EMPTY or (tag == "a" and not self._links.pop()):
            return
        self.out.append(f"</{self._names.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.out.append(escaped(data))


def xhtml(html: str, href: Href, src: Callable[[str], str], *, lower: bool = False) -> str:
    """Return our own ``html`` as XHTML; ``href`` says where each link leads, None for nowhere.

    ``src`` says where a picture is, by its name. Headings stand one level deeper where ``lower``
    is set.
    """
    writer = _Xhtml(href, src, lower=lower)
    writer.feed(html)
    writer.close()
    return "".join(writer.out)
