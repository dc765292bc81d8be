"""The suite against centres that break one rule each: it names that rule, and no other."""

from collections.abc import Callable

import pytest

from kiosk.conformance.rules import Verdict
from tests.conformance import broken as centres
from tests.conformance.conftest import Trial
from tests.conformance.layer import Faithful

pytestmark = pytest.mark.slow
BREAKS = [
    (centres.HidesMethods, "1.2"),
    (centres.Compresses, "1.4"),
    (centres.Unpacks, "1.5"),
    (centres.OverlooksFields, "1.6"),
    (centres.EnrolsTwice, "4.6"),
    (centres.RepeatsItsAnswer, "4.5"),
    (centres.KeepsTokens, "5.4"),
    (centres.TakesReplays, "5.5"),
    (centres.ForgetsTags, "6.2"),
    (centres.AlwaysKnownTags, "6.3"),
    (centres.GivesOneReceipt, "7.2"),
    (centres.SaysNewAgain, "7.3"),
    (centres.TakesOtherBytes, "7.4"),
    (centres.TakesOtherDevices, "7.7"),
    (centres.TakesUnknownKeys, "7.11"),
    (centres.TakesLargeForms, "7.16"),
    (centres.LosesCount, "8.6"),
    (centres.TakesGaps, "8.8"),
    (centres.BelievesBytes, "8.11"),
    (centres.StandsStill, "9.4"),
    (centres.NeverWaits, "9.7"),
    (centres.TellsWhichWasWrong, "11.3"),
    (centres.LetsGuess, "11.4"),
    (centres.AsksForNoGrant, "11.7"),
    (centres.SkipsRevisions, "12.3"),
    (centres.TakesFromTheGone, "16.3"),
    (centres.TellsNumbers, "17.3"),
    (centres.LosesParts, "18.1"),
    (centres.OverlooksInHeartbeats, "18.2"),
    (centres.SignsNoRefusal, "19.2"),
    (centres.RefusesInWords, "20.1"),
    (centres.Echoes, "20.2"),
    (centres.HasNoClock, "20.4"),
    (centres.SendsElsewhere, "20.6"),
]
MUST_ENROL = {4, 5, 20}


@pytest.mark.parametrize(
    ("kind", "number"), BREAKS, ids=[f"{kind.__name__}-{number}" for kind, number in BREAKS]
)
def test_just_the_rule_that_is_broken_is_named(
    trial: Trial, kind: Callable[[], Faithful], number: str
) -> None:
    chapter = int(number.partition(".")[0])
    chapters = {chapter, 4} if chapter in MUST_ENROL else {chapter}

    trial.layer.between = kind()

    results = trial.run(chapters)

    assert [one.rule.number for one in results if one.verdict is Verdict.BROKEN] == [number]
