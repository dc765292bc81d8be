"""Texts that the centre sends in several languages."""

from collections.abc import Mapping
from typing import TypeVar

from kiosk.ui.text import DEFAULT_LANGUAGE

T = TypeVar("T")


def in_language(texts: Mapping[str, T], language: str) -> T:
    """The text in a language, or in Indonesian where the centre has no other."""
    return texts.get(language) or texts[DEFAULT_LANGUAGE]
