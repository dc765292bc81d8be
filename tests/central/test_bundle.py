"""The signed configuration: one growing sequence, sent only when it is new."""

from datetime import timedelta
from pathlib import Path

from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.domain.batch import BatchState
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk

FRIDAY = MORNING + timedelta(days=4)


def test_the_bundle_is_signed_and_says_what_to_seal_for(kiosk: Kiosk) -> None:
    bundle = kiosk.config()  # checks the signature
    assert bundle.sequence == 1
    assert bundle.sealing_keys
    assert {text.purpose for text in bundle.consents} == {
        "process",
        "camera",
        "photo_upload",
        "join",
    }


def test_a_bundle_that_is_known_is_not_sent_again(kiosk: Kiosk) -> None:
    etag = kiosk.get("config").headers["ETag"]

    answer = kiosk.get("config", **{"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_batch_makes_a_new_bundle(kiosk: Kiosk, operator: Operator) -> None:
    etag = kiosk.get("config").headers["ETag"]
    operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=FRIDAY)

    assert kiosk.get("config", **{"If-None-Match": etag}).status_code == 200
    bundle = kiosk.config()
    assert bundle.sequence == 2
    assert [(batch.batch_id, batch.state) for batch in bundle.batches] == [("g1", BatchState.OPEN)]


def test_a_restart_changes_the_sequence_only_with_the_content(
    tmp_path: Path, clock: SettableClock
) -> None:
    def newest() -> str:
        with open_centre(tmp_path, clock, demo_configuration()) as centre:
            return centre.publisher.newest().signed

    first = newest()
    clock.pass_by(timedelta(days=1))
    assert newest() == first
