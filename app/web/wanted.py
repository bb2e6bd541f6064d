"""The words that a page takes from its address."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response


def words_of(function: Callable[..., Response]) -> Mapping[str, bool]:
    """Return which words a page takes from its address, and whether it takes several of each.

    What it takes by any name (``**``) is what its path says, and nothing of the query.

    Raises:
        TypeError: for a page that wants anything but words.
    """
    _ask, *wanted = inspect.signature(function, eval_str=True).parameters.values()
    if any(word.annotation not in {str, Sequence[str]} for word in wanted):
        raise TypeError(f"{function.__name__} does not take its address as words.")
    named = (word for word in wanted if word.kind is not word.VAR_KEYWORD)
    return {word.name: word.annotation is not str for word in named}


def given(words: Mapping[str, bool], request: Request) -> Mapping[str, Any]:
    """Return what the query says of ``words``, and all that the path says."""
    query = request.query_params
    said = {
        name: query.getlist(name) if several else query[name]
        for name, several in words.items()
        if name in query
    }
    return said | request.path_params
