"""How the kiosk is, as the centre is told it; and what the centre has of it, as it answers."""

from dataclasses import asdict
from datetime import datetime

from kiosk import __version__
from kiosk.store.store import Store
from kiosk.sync.heartbeat_messages import DeviceFigures, Heartbeat, HeartbeatAnswer

_BYTES_PER_MB = 1024 * 1024


def heartbeat_of(store: Store, camera: str, now: datetime) -> Heartbeat:
    """In the store's thread: everything as it is now; `camera`: how it stands with that."""
    return Heartbeat(
        kiosk_version=__version__,
        sent_at=now,
        figures=DeviceFigures(
            **asdict(store.figures.balance()), signed_parts=store.reckonings.signed_parts()
        ),
        oldest_queued_at=store.submissions.oldest_queued_at(),
        disk_free_mb=store.free_bytes() // _BYTES_PER_MB,
        camera=camera,
    )


def note_answer(store: Store, beat: Heartbeat, answer: HeartbeatAnswer, now: datetime) -> None:
    """In the store's thread: hold the answer against what the heartbeat said."""
    store.reckonings.hear(beat.figures.signed_parts, answer.parts, now)
