"""The suite in short, as every run of the tests has it: `dev.py faults` is the whole."""

import pytest

from tests.faults import line


@pytest.mark.timeout(240)
def test_over_the_worst_line_everything_arrives_once() -> None:
    outcome = line.run(line.SHORT)
    assert outcome.section.failures == ()
    assert outcome.totals.made >= line.SHORT.submissions
    assert outcome.totals.delivered > 0
