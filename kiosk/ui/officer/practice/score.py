"""What came of a round: what was typed wrongly, which photos were misjudged, how long it took."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason
from kiosk.ui.officer.practice.guests import Guest, Picture, answers_in


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the officer said about a photo; None is "accepted"."""

    picture: Picture
    said: Reason | None

    @property
    def is_right(self) -> bool:
        """Whether the centre would say so too."""
        return self.said is self.picture.answer


@dataclass(frozen=True, slots=True)
class Score:
    """A round with one guest.

    Attributes:
        wrong: fields that were not as they should be at the end.
        mended: fields that were, after somebody had looked again.
        took: rounded up to minutes.
    """

    guest: Guest
    draft: Draft
    judgements: tuple[Judgement, ...]
    wrong: tuple[str, ...]
    mended: tuple[str, ...]
    took: int

    @property
    def total(self) -> int:
        """Points that could be won: one a field, one a photo."""
        return len(self.guest.answers()) + len(self.judgements)

    @property
    def points(self) -> int:
        """Points that were won; what was mended counts in full, for so it should be."""
        return self.total - len(self.wrong) - len(self.misjudged)

    @property
    def misjudged(self) -> tuple[Judgement, ...]:
        """Photos of which the centre would say something else."""
        return tuple(each for each in self.judgements if not each.is_right)


def slips_in(guest: Guest, draft: Draft) -> frozenset[str]:
    """Fields that were answered otherwise than the papers say; what is still open is none."""
    right, typed = guest.answers(), answers_in(draft)
    return frozenset(entry for entry in right if typed[entry] not in {None, right[entry]})


@dataclass(slots=True)
class Round:
    """A round while it lasts; all of it is in memory."""

    guest: Guest
    began_at: datetime
    slips: frozenset[str] = frozenset()
    judgements: tuple[Judgement, ...] = ()

    def take(self, draft: Draft) -> None:
        """Remember what was wrong, even where it is mended later."""
        self.slips |= slips_in(self.guest, draft)

    def judge(self, picture: Picture, said: Reason | None) -> None:
        """Remember what was said about a photo."""
        self.judgements += (Judgement(picture, said),)

    def end(self, draft: Draft, now: datetime) -> Score:
        """Count."""
        wrong: AbstractSet[str] = slips_in(self.guest, draft)
        in_order = self.guest.answers()
        return Score(
            guest=self.guest,
            draft=draft,
            judgements=self.judgements,
            wrong=tuple(entry for entry in in_order if entry in wrong),
            mended=tuple(entry for entry in in_order if entry in self.slips - wrong),
            took=max(1, -(-(now - self.began_at) // timedelta(minutes=1))),
        )
