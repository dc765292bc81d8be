"""When to try again."""

from datetime import timedelta

from kiosk.sync.protocol import RetryAdvice

DEFAULT_PACE = RetryAdvice(
    first_delay_seconds=5, longest_delay_seconds=900, outcome_poll_seconds=30
)
"""Until the centre has given its own advice."""
SHORTEST_DELAY = timedelta(seconds=1)
_MOST_DOUBLINGS = 30


def retry_delay(attempts: int, *, jitter: float, pace: RetryAdvice = DEFAULT_PACE) -> timedelta:
    """Full jitter: anything up to a ceiling that doubles with every attempt; `jitter` in 0..1.

    Thousands of kiosks lose the same centre at the same moment; without the spread they would all
    come back at the same moment too. Source: M. Brooker, "Exponential Backoff And Jitter", 2015.
    """
    doublings = min(max(attempts, 0), _MOST_DOUBLINGS)
    ceiling = min(pace.longest_delay_seconds, pace.first_delay_seconds * 2**doublings)
    return max(SHORTEST_DELAY, timedelta(seconds=ceiling * jitter))
