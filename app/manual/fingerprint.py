"""The hash of all that a state of the manual says, so that a copy on paper can be checked."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from app.manual.values import ChapterHead

Identified = Sequence[tuple[str, str]]
"""(block id, hash of its text) in order."""


def of_state(language: str, heads: Sequence[ChapterHead], blocks: Mapping[str, Identified]) -> str:
    """Return the SHA-256 (hex) over language, chapters, their heads and blocks, in order."""
    said = [
        language,
        *(
            [
                *(head.chapter_id, head.kind, head.number, head.slug),
                *(head.title, head.readers, head.questions),
                [list(pair) for pair in blocks.get(head.chapter_id, ())],
            ]
            for head in heads
        ),
    ]
    written = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
