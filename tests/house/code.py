"""The house's own source, parsed once."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from app.core.config import ROOT

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """One file of the house; what several tests ask of it is found once."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Physical lines."""
        return len(self.text.splitlines())

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        return (node for node in self.nodes if isinstance(node, FUNCTIONS))

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment with its line."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string

    @cached_property
    def names_read(self) -> tuple[str, ...]:
        """Every dotted name in an expression, such as ``os.environ``."""
        return tuple(ast.unparse(node) for node in self.nodes if isinstance(node, ast.Attribute))

    def imports(self) -> Iterator[str]:
        """Every module and name imported, dotted."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the modules below ``folders``, by path."""
    files = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return tuple(_module(file) for file in files if "__pycache__" not in file.parts)


@cache
def _module(file: Path) -> Module:
    text = file.read_text(encoding="utf-8")
    return Module(file.relative_to(ROOT).as_posix(), text, ast.parse(text))
