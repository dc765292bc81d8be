-- What sending without anybody beside it needs.

-- Sealed by another device than this kiosk is now: it goes to the centre by the carrier's door.
ALTER TABLE outbox ADD COLUMN foreign_device INTEGER NOT NULL DEFAULT 0
    CHECK (foreign_device IN (0, 1));

DROP VIEW sendable;
CREATE VIEW sendable AS
SELECT submission_id, part, revision, sha256, size_bytes, attempts, queued_at, redo_grant,
    foreign_device, next_try_at, placed_at
FROM outbox
WHERE state = 'queued' AND waits_for_form = 0;
