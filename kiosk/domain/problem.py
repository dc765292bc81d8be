"""What a parser answers instead of a value, and what it would like to have confirmed."""

from enum import StrEnum


class FieldProblem(StrEnum):
    """Why a typed text cannot be used. The value is the key of the sentence that says so."""


class FieldWarning(StrEnum):
    """What looks odd but may be right. The value is the key of the sentence that asks."""
