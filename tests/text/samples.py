# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""Texts that the tests of this room share: pieces of Markdown, hostile patterns, a whole manual."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from app.text.blocks import Block, new_id

steady = settings(
    max_examples=120,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

PIECES = (
    "a paragraph of words", "two\nlines", "# H", "## Head", "- a", "- a\n- b", "- a\n\n  more",
    "1. x\n2. y", "> q", "> q\n> r", "```\ncode\n```", "```\nnever closed", "~~~", "    indented",
    "| a | b |\n|---|---|\n| 1 | 2 |", "---", "***", "[^n]: def", "[^m]: def\n    more\n\n    para",
    "{#abcdefgh}", "{#b7k2x2qa}", "{#bad}", "text[^n]", "a\n===", "\t", "  lead", " - z", "\\",
    "<b>", "|", "[^n]:", "-", "+ ", "1)", "[a]: b", "**bold** and *slanted*", "[x](chapter:a)",
    "各国政府应任命一名高级官员。", "تعيّن كل دولة منسقا وطنيا.", "![pic](http://x.y/z.png)", "a  \nb",
)  # fmt: skip
_GAPS = ("\n", "\n\n", "\n\n\n", " ", "\n   ")

documents = st.lists(
    st.tuples(st.sampled_from(PIECES) | st.text(max_size=12), st.sampled_from(_GAPS)), max_size=8
).map(lambda parts: "".join(piece + gap for piece, gap in parts))

HOSTILE = (
    "> ", ">", "- ", "- - - - - - - - - - a\n", "- a\n", "*", "*a ", "**a *b ", "a**", "*_", "_a",
    "[", "[]", "[a](", "[[[[]]]]", "![", "![[](", "[^a]", "[^", "[^a]: ", "[^a]: x\n", "`", "`a``b",
    "<", "<a:", "&amp;", "&", "\\*", "\\", "|a|b|\n", "|-", "# a\n", "a\n-\n", "---\n", "```\n",
    "[a]: b\n", "[a]: <b> 'c\n", "\n", " ", "a\n", "a\r", "a  \n", "\t", "|", "> - ", "1. ",
    "1) a\n", "\0", "[a](b)", "[a]((", "[a](<", '[a](b "', "<http://a", "<a:b>", "    a\n",
    "> a\nb\n", "政", "* a\n  ", "* * ", "~~a", ":-:|", "b" * 60 + "[^a](", "]]]]](\r", "{#abcdefgh}\n",
    "http://", "1.`", "政\t=`", "a.b@c ", "[a](b", "((((", "[a][b]", "<!--", "<![CDATA[", "&#35;",
)  # fmt: skip


def hostile(pattern: str, length: int = 100_000) -> str:
    """Return ``pattern`` again and again, as one text of ``length`` characters."""
    return (pattern * (length // len(pattern) + 1))[:length]


def manual(blocks: int = 1800, words: int = 39) -> tuple[list[Block], list[Block]]:
    """Return a manual and its next edition: a fifth reworded, 30 moved, 10 gone, 10 new."""
    chance = random.Random(1)  # noqa: S311 - the same manual each time
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = [
        "".join(chance.choice(letters) for _ in range(chance.randint(2, 10))) for _ in range(3000)
    ]
    weights = [1 / (n + 1) for n in range(len(vocabulary))]

    def paragraph() -> str:
        return " ".join(chance.choices(vocabulary, weights, k=words)).capitalize() + "."

    old = [Block(new_id(), "paragraph", paragraph()) for _ in range(blocks)]
    new = list(old)
    for place in chance.sample(range(blocks), blocks // 5):
        said = new[place].source.split(" ")
        at = chance.randrange(len(said) - 3)
        said[at : at + chance.randint(0, 3)] = chance.choices(vocabulary, k=chance.randint(1, 6))
        new[place] = replace(new[place], source=" ".join(said))
    for _ in range(30):
        moved = new.pop(chance.randrange(len(new)))
        new.insert(chance.randrange(len(new)), moved)
    for _ in range(10):
        del new[chance.randrange(len(new))]
        new.insert(chance.randrange(len(new)), Block(new_id(), "paragraph", paragraph()))
    return old, new
