"""A job at the command line, beside whoever serves the same centre."""

from argparse import Namespace
from pathlib import Path

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central_commands.folder import the_centre
from kiosk.cli import utc_now
from kiosk.domain.submission import CentreState
from tests.central.counter import Counter
from tests.central.residents import Resident


def test_a_job_leaves_the_work_to_whoever_serves(tmp_path: Path) -> None:
    folder = tmp_path / "centre"
    with Centre(folder, utc_now, demo_configuration()) as centre:
        centre.employ(0)
        submission_id = Counter(centre).bring(Resident())
    options = Namespace(data=folder, home=tmp_path / "home", database=None, verbose=False)
    with the_centre(options) as centre:
        centre.workforce.ring()
        assert Operator(centre).record(submission_id).state is CentreState.SUBMITTED
    with Centre(folder, utc_now, demo_configuration()) as centre:
        centre.workforce.ring()
        assert Operator(centre).record(submission_id).state is not CentreState.SUBMITTED
