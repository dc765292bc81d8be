"""An evaluation as tables for a terminal or a document, and as one JSON document."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median
from typing import Final

from kiosk.camera.evaluate import Evaluation, Trial
from kiosk.camera.goals import CAUSE_GOALS, GROUP_GOAL, is_group_reached
from kiosk.camera.limit_choice import TUNED
from kiosk.camera.scoring import CauseScore, Group, Score
from kiosk.camera.share import Share
from kiosk.domain.reason import Reason

OF_SOME: Final = 8
"""Sources with fewer pictures share a line: their rates say nothing."""
_REST = "{} sources with fewer than 8 pictures"


@dataclass(frozen=True, slots=True)
class Table:
    """A title over columns; the first one names, the others tell."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_text(self) -> str:
        """Columns under each other."""
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip_longest(*lines, fillvalue="")]
        aligned = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
        return "\n".join([self.title, *(f"  {line}" for line in aligned)])

    def as_markdown(self) -> str:
        """A table of a document."""
        lines = [self.head, ("---",) * len(self.head), *self.rows]
        return "\n".join([f"**{self.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)])


def as_text(evaluation: Evaluation) -> str:
    """The figures for a terminal."""
    return "\n\n".join([_subject(evaluation), *(t.as_text() for t in _tables(evaluation))])


def as_markdown(evaluation: Evaluation) -> str:
    """The figures as they are kept in the documents."""
    return "\n\n".join([_subject(evaluation), *(t.as_markdown() for t in _tables(evaluation))])


def _subject(evaluation: Evaluation) -> str:
    pictures, unreadable = evaluation.pictures, evaluation.unreadable
    sources = {picture.source for picture in pictures}
    people = {picture.person for picture in pictures} - {""}
    text = (
        f"Profile {evaluation.profile.version}. Pictures: {len(pictures)}, people: {len(people)},"
        f" sources: {len(sources)}. In brackets the 95 % interval of Wilson, in percent."
    )
    return f"{text} Unreadable: {', '.join(unreadable)}." if unreadable else text


def _tables(evaluation: Evaluation) -> Iterator[Table]:
    for trial in evaluation.trials:
        yield _causes(trial)
        yield _groups(trial)
    yield _limits(evaluation)
    yield _sources(evaluation)


def _causes(trial: Trial) -> Table:
    rows = [_cause_row(cause, trial.score) for cause in trial.score.causes]
    head = ("cause", "found", "goal", "false", "goal")
    return Table(f"Causes, {trial.name}", head, tuple(rows))


def _cause_row(cause: Reason, score: Score) -> tuple[str, ...]:
    figures, goal = score.causes[cause], CAUSE_GOALS.get(cause)
    if goal is None:
        return cause.value, _share(figures.found), "none", _share(figures.false), "none"
    false_goal = _goal(f"at most {_percent(goal.false)}", reached=goal.is_clean(figures))
    if cause is Reason.HEADWEAR:
        hijab = score.hijab_called_hat
        false_goal += "; " + _goal(f"hijab {hijab.count} of {hijab.whole}", reached=not hijab.count)
    return (
        cause.value,
        _share(figures.found),
        _goal(_percent(goal.found), reached=goal.is_found(figures)),
        _share(figures.false),
        false_goal,
    )


def _groups(trial: Trial) -> Table:
    rows = [
        (group.value, _share(share), _goal(_percent(GROUP_GOAL), reached=is_group_reached(share)))
        for group, share in trial.score.groups.items()
    ]
    return Table(f"Photos, {trial.name}", ("photos", "share", "goal"), tuple(rows))


def _limits(evaluation: Evaluation) -> Table:
    """Limits that hardly move with the source left out hang on no source."""
    rows = []
    for cause in TUNED:
        chosen = sorted(factors[cause] for factors in evaluation.factors.values())
        figures = (chosen[0], median(chosen), chosen[-1])
        rows.append((cause.value, *(f"{figure:.3f}" for figure in figures)))
    title = "Limits chosen without each source, as multiples of the profile's"
    return Table(title, ("cause", "least", "middle", "most"), tuple(rows))


def _sources(evaluation: Evaluation) -> Table:
    """Sources by their size, the small ones together."""
    trial = evaluation.trials[-1]
    sizes = {
        source: sum(picture.source == source for picture in evaluation.pictures)
        for source in trial.by_source
    }
    large = sorted((s for s in sizes if sizes[s] >= OF_SOME), key=lambda s: (-sizes[s], s))
    rest = [source for source in sizes if source not in large]
    rows = [_source_row(source, sizes[source], [trial.by_source[source]]) for source in large]
    if rest:
        size = sum(sizes[source] for source in rest)
        scores = [trial.by_source[source] for source in rest]
        rows.append(_source_row(_REST.format(len(rest)), size, scores))
    head = ("source", "pictures", "good accepted", "six causes stopped", "causes found", "false")
    return Table(f"Sources, {trial.name}", head, tuple(rows))


def _source_row(name: str, size: int, scores: Sequence[Score]) -> tuple[str, ...]:
    goods, stopped = (
        _together(score.groups[group] for score in scores)
        for group in (Group.GOOD, Group.SIX_CAUSES)
    )
    found, false = (
        _together(pick(cause) for score in scores for cause in score.causes.values())
        for pick in _FOUND_AND_FALSE
    )
    return name, str(size), _count(goods), _count(stopped), _count(found), _count(false)


_FOUND_AND_FALSE: tuple[Callable[[CauseScore], Share], ...] = (
    lambda cause: cause.found,
    lambda cause: cause.false,
)


def _together(shares: Iterable[Share]) -> Share:
    parts = list(shares)
    return Share(sum(part.count for part in parts), sum(part.whole for part in parts))


def _goal(goal: str, *, reached: bool) -> str:
    return f"{goal}: {'reached' if reached else 'NOT reached'}"


def _count(share: Share) -> str:
    return f"{share.count} of {share.whole}" if share.whole else "-"


def _share(share: Share) -> str:
    if share.rate is None:
        return "-"
    low, high = share.interval
    edges = f"{100 * low:.1f} to {100 * high:.1f}"
    return f"{_percent(share.rate)}, {share.count} of {share.whole} ({edges})"


def _percent(rate: float) -> str:
    return f"{round(100 * rate, 1):g} %"


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """The figures for programs, with the names of the pictures that were judged wrongly."""
    return {
        "profile": evaluation.profile.version,
        "pictures": len(evaluation.pictures),
        "unreadable": list(evaluation.unreadable),
        "trials": [
            {
                "name": trial.name,
                **_score_as_json(trial.score),
                "sources": {
                    source: _score_as_json(score) for source, score in trial.by_source.items()
                },
            }
            for trial in evaluation.trials
        ],
    }


def _score_as_json(score: Score) -> dict[str, object]:
    return {
        "causes": {
            cause.value: {
                "found": _share_as_json(figures.found),
                "false": _share_as_json(figures.false),
                "missed": list(figures.missed),
                "flagged": list(figures.flagged),
            }
            for cause, figures in score.causes.items()
            if figures.found.whole or figures.false.whole
        },
        "groups": {
            group.name.lower(): _share_as_json(share)
            for group, share in score.groups.items()
            if share.whole
        },
        "hijab_called_hat": _share_as_json(score.hijab_called_hat),
    }


def _share_as_json(share: Share) -> dict[str, object]:
    rate = None if share.rate is None else round(share.rate, 4)
    interval = [round(edge, 4) for edge in share.interval]
    return {"count": share.count, "of": share.whole, "rate": rate, "interval_95": interval}
