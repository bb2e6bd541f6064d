"""The beginning of a text that is too long for a line: it ends after a word, not within one."""

MORE = "…"


def shortened(words: str, most: int) -> str:
    """Return ``words`` on one line, at most ``most`` signs of them and a sign that there are more.

    Where the last word is longer than half of that, as in languages without spaces, it is cut.
    """
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    end = line.rfind(" ", most // 2, most + 1)
    return line[: end if end > 0 else most].rstrip(" ,;:–-") + MORE
