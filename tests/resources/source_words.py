"""Which keys of sentences the kiosk's source can make: its literals, and what f-strings add."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent.parent.parent / "kiosk"
Pattern = tuple[str | None, ...]
"""Parts of an f-string: constant text, or None for a value."""
_DOCUMENTED: Final = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class SourceWords:
    """All literals that are no docstrings, and all f-strings."""

    literals: frozenset[str]
    patterns: frozenset[Pattern]

    def make(self, key: str) -> bool:
        """Whether a key is written out, or made by an f-string of words that are.

        `reason.{code}.title` makes a key where the code is a word of the source, as the values of
        its enums are; `{key}.title` where the key before it can be made.
        """
        return key in self.literals or any(self._makes(pattern, key) for pattern in self.patterns)

    def _makes(self, pattern: Pattern, key: str) -> bool:
        match pattern:
            case (None, str(ending)) if ending[0] in "._" and ending[1:].isidentifier():
                before = key.removesuffix(ending)
                return before != key and "." in before and self.make(before)
            case (str(start), *_) if "." in start:
                return any(True for _ in self._values(pattern, key))
        return False

    def _values(self, pattern: Pattern, key: str) -> Iterator[None]:
        """Once for every way in which the pattern's values can be words of the source."""
        if not pattern:
            if not key:
                yield None
            return
        first, *rest = pattern
        if first is not None:
            if key.startswith(first):
                yield from self._values(tuple(rest), key.removeprefix(first))
            return
        for end in range(1, len(key) + 1):
            if self._is_value(key[:end]):
                yield from self._values(tuple(rest), key[end:])

    def _is_value(self, word: str) -> bool:
        return word in self.literals or word.isdigit() or ("." in word and self.make(word))


@cache
def source_words() -> SourceWords:
    """Read the source, but for the centre's: it has sentences of its own."""
    literals: set[str] = set()
    patterns: set[Pattern] = set()
    for path in set(SOURCE.rglob("*.py")) - set(SOURCE.glob("central/**/*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        apart = {*_comments(tree), *_pieces(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node not in apart:
                    literals.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                patterns.add(tuple(_part(value) for value in node.values))
    return SourceWords(frozenset(literals), frozenset(patterns))


def _comments(tree: ast.AST) -> Iterator[ast.expr]:
    """Docstrings, and the strings below constants that say what they are."""
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED):
            yield from (each.value for each in node.body if isinstance(each, ast.Expr))


def _pieces(tree: ast.AST) -> Iterator[ast.expr]:
    """The constant text inside f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from node.values


def _part(value: ast.expr) -> str | None:
    return str(value.value) if isinstance(value, ast.Constant) else None
