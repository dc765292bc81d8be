"""How far a typed word is from another."""


def typing_distance(typed: str, meant: str) -> int:
    """Count single edits: insert, delete, replace, swap two neighbours.

    Optimal string alignment, the restricted Damerau-Levenshtein distance.
    """
    before_last: list[int] = []
    last = list(range(len(meant) + 1))
    for row, sign in enumerate(typed, start=1):
        current = [row]
        for column, wanted in enumerate(meant, start=1):
            best = min(
                last[column] + 1, current[column - 1] + 1, last[column - 1] + (sign != wanted)
            )
            swapped = typed[row - 2 : row] == wanted + meant[column - 2 : column - 1]
            if row > 1 and column > 1 and swapped:
                best = min(best, before_last[column - 2] + 1)
            current.append(best)
        before_last, last = last, current
    return last[-1]
