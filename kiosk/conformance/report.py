"""How a run is told: a line a rule, and what it comes to."""

import json
from collections import Counter
from collections.abc import Sequence

from kiosk.conformance.rules import Result, Verdict

_WIDTH = 4
_LONGEST_WHY = 500


def as_line(result: Result) -> str:
    """One rule, e.g. `ok   7.3 the same form again gives the same receipt`."""
    why = f": {_plain(result.why)}" if result.why else ""
    rule = result.rule
    return f"{result.verdict:<{_WIDTH}} {rule.number} {rule.sentence}{why}"


def _plain(text: str) -> str:
    """What a centre said may be repeated in it, and a terminal would obey some of that."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:_LONGEST_WHY])


def as_sum(results: Sequence[Result]) -> str:
    """The last line."""
    counts = Counter(one.verdict for one in results)
    held, broken, untried = (counts[verdict] for verdict in Verdict)
    return f"{held} rules hold, {broken} do not, {untried} could not be tried"


def as_json(url: str, results: Sequence[Result]) -> str:
    """The same for programs."""
    rules = [
        {
            "number": one.rule.number,
            "rule": one.rule.sentence,
            "verdict": one.verdict.name.lower(),
            "why": one.why,
        }
        for one in results
    ]
    return json.dumps({"centre": url, "holds": holds(results), "rules": rules}, indent=2)


def holds(results: Sequence[Result]) -> bool:
    """Whether nothing was broken, and something held at all."""
    verdicts = {one.verdict for one in results}
    return Verdict.BROKEN not in verdicts and Verdict.HELD in verdicts
