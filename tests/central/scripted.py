"""Verifiers that answer as a test has them answer, and remember what they were asked."""

from dataclasses import dataclass, field

from kiosk.central.verifiers.interface import (
    Applicant,
    FaceJudgement,
    PopulationAnswer,
    VerifierDownError,
)
from kiosk.domain.reason import Reason

ENGINE = "engine 1"
KNOWN = PopulationAnswer(found=True, kk_matches=True, birth_date_matches=True)


@dataclass
class Population:
    """Knows everybody, unless a test says otherwise."""

    answer: PopulationAnswer = KNOWN
    is_down: bool = False
    asked: list[Applicant] = field(default_factory=list)

    def check(self, applicant: Applicant) -> PopulationAnswer:
        self.asked.append(applicant)
        if self.is_down:
            raise VerifierDownError("population: no answer")
        return self.answer


@dataclass
class People:
    """A register of these NIKs."""

    niks: set[str] = field(default_factory=set)

    def has(self, nik: str) -> bool:
        return nik in self.niks


@dataclass
class Face:
    """Finds these faults in every photo."""

    reasons: tuple[Reason, ...] = ()
    is_certain: bool = True
    is_down: bool = False
    seen: int = 0

    def judge(self, jpeg: bytes, profile: str) -> FaceJudgement:
        assert jpeg.startswith(b"\xff\xd8")
        self.seen += 1
        if self.is_down:
            raise VerifierDownError("face: no answer")
        return FaceJudgement(self.reasons, is_certain=self.is_certain, engine=ENGINE)
