"""The manual's folder: a text is read from it, or all of it is exchanged or nothing."""

from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from app.text.safe_names import TURNING, turned_line

BOOK = "manual.toml"


class Unreadable(ValueError):
    """The files are no manual; the message is a sentence that says what to mend and where."""


def text_of(folder: Path, name: str) -> str:
    """Return what a file of the folder says.

    Raises:
        Unreadable: it cannot be read, is no UTF-8, or is read otherwise than it is written.
    """
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise Unreadable(f"{name} lies outside the manual's folder.")
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as wrong:
        raise Unreadable(f"{name} cannot be read: {wrong.strerror}.") from None
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"{name} is not UTF-8 from byte {wrong.start} on.") from None
    ensure_straight(text, f"Line {turned_line(text)} of {name}")
    return text


def ensure_straight(text: str, where: str) -> None:
    """Refuse signs that turn the order of others.

    Raises:
        Unreadable: there is one.
    """
    found = next((sign for sign in text if sign in TURNING), "")
    if found:
        sign = f"U+{ord(found):04X}"
        raise Unreadable(
            f"{where} holds the invisible sign {sign}, which turns the direction of writing."
            " Take it out."
        )


def ensure_own(own: str, name: str) -> None:
    """Refuse the name of a text that stands elsewhere than in the folder ``own``.

    Raises:
        Unreadable: it does, or is no Markdown file.
    """
    path = PurePosixPath(name)
    if path.parent != PurePosixPath(own) or path.suffix != ".md" or str(path) != name:
        raise Unreadable(f"{name} lies outside the folder {own}, or its name does not end in .md.")


def exchange(folder: Path, texts: Mapping[str, str | bytes], gone: Collection[str]) -> None:
    """Write ``texts`` by their names and take the files ``gone`` away, all or nothing.

    ``manual.toml`` goes first and comes last: a folder that was cut off on the way is no manual.

    Raises:
        Unreadable: a folder within it leads elsewhere.
        OSError: it cannot be done; the folder says what it said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [BOOK, *sorted({*texts, *gone} - {BOOK})]
    for place in {Path(name).parent for name in names}:
        if (folder / place).resolve() != folder.resolve() / place:
            raise Unreadable(f"{place} leads out of the manual's folder.")
    with TemporaryDirectory(prefix=".manual-", dir=folder) as made:
        old, new = Path(made, "old"), Path(made, "new")
        for name, text in texts.items():
            file = new / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
        done: list[tuple[Path, Path]] = []
        try:
            for name in names:
                if (folder / name).exists():
                    _move(folder / name, old / name, done)
            for name in reversed([name for name in names if name in texts]):
                _move(new / name, folder / name, done)
        except OSError:
            for start, end in reversed(done):
                end.replace(start)
            raise


def _move(start: Path, end: Path, done: list[tuple[Path, Path]]) -> None:
    end.parent.mkdir(parents=True, exist_ok=True)
    if end.is_dir():
        raise IsADirectoryError(21, "there is a folder of this name", str(end))
    start.replace(end)
    done.append((start, end))
