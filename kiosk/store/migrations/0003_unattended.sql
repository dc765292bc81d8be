-- What sending without anybody beside it needs.

-- Sealed by another device than this kiosk is now: it goes to the centre by the carrier's door.
ALTER TABLE outbox ADD COLUMN foreign_device INTEGER NOT NULL DEFAULT 0
    CHECK (foreign_device IN (0, 1));

-- How much of the whole submission is still to be sent, in started blocks of 4096 bytes; none where
-- something of it waits for an officer. It stands with every part that waits its turn, so that what
-- makes a deadline is found by an index, however long the queue. The triggers keep it true.
ALTER TABLE outbox ADD COLUMN rest_blocks INTEGER;

CREATE VIEW rest AS
SELECT submission_id,
    CASE WHEN max(state = 'quarantined') = 0 THEN (sum(size_bytes) + 4095) / 4096 END AS blocks
FROM outbox
WHERE state IN ('queued', 'uploading', 'quarantined')
GROUP BY submission_id;

CREATE TRIGGER outbox_added AFTER INSERT ON outbox
BEGIN
    UPDATE outbox SET rest_blocks =
        (SELECT blocks FROM rest WHERE submission_id = NEW.submission_id)
    WHERE submission_id = NEW.submission_id AND state = 'queued';
END;

CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox
BEGIN
    UPDATE outbox SET rest_blocks =
        (SELECT blocks FROM rest WHERE submission_id = NEW.submission_id)
    WHERE submission_id = NEW.submission_id AND state = 'queued';
END;

CREATE TRIGGER outbox_removed AFTER DELETE ON outbox
BEGIN
    UPDATE outbox SET rest_blocks =
        (SELECT blocks FROM rest WHERE submission_id = OLD.submission_id)
    WHERE submission_id = OLD.submission_id AND state = 'queued';
END;

UPDATE outbox SET rest_blocks =
    (SELECT blocks FROM rest WHERE rest.submission_id = outbox.submission_id)
WHERE state = 'queued';

CREATE INDEX outbox_rest ON outbox (rest_blocks, next_try_at)
    WHERE state = 'queued' AND waits_for_form = 0;

-- On the rows of the queue alone: one on all states would be chosen where a submission is asked for.
DROP INDEX outbox_open;
CREATE INDEX outbox_open ON outbox (state, waits_for_form)
    WHERE state IN ('queued', 'uploading', 'quarantined');
CREATE INDEX outbox_signed ON outbox (foreign_device) WHERE state = 'submitted';

DROP VIEW sendable;
CREATE VIEW sendable AS
SELECT submission_id, part, revision, sha256, size_bytes, attempts, queued_at, redo_grant,
    foreign_device, next_try_at, placed_at, rest_blocks
FROM outbox
WHERE state = 'queued' AND waits_for_form = 0;

DROP VIEW queue_row;
CREATE VIEW queue_row AS
SELECT submission_id, part, revision, sha256, ticket, masked_name, outbox.state, attempts,
    queued_at, placed_at, next_try_at, last_reason, waits_for_form
FROM outbox JOIN submission ON id = submission_id
WHERE outbox.state IN ('queued', 'uploading', 'quarantined');

-- The figures of a day cost what was made on that day, not what was ever made: without statistics
-- SQLite would choose the indexes that go through all of it.
CREATE UNIQUE INDEX journal_once ON journal (subject) WHERE event = 'submission.queued';
CREATE INDEX journal_made ON journal (at, subject) WHERE event = 'submission.queued';

DROP VIEW made;
CREATE VIEW made AS
SELECT subject AS id, at, 1 AS is_noted FROM journal INDEXED BY journal_made
WHERE event = 'submission.queued'
UNION ALL
SELECT id, made_at, 0 FROM submission INDEXED BY submission_made
WHERE made_here = 1 AND NOT EXISTS (
    SELECT 1 FROM journal WHERE event = 'submission.queued' AND subject = id
);

-- Tried, and not refused: the answer may have been lost, and the centre may have it. Whoever releases
-- a part counts its tries anew; its reason says that there were some.
CREATE VIEW unanswered AS
SELECT submission_id, part, revision, sha256 FROM outbox
WHERE state = 'queued' AND (attempts > 0 OR last_reason IS NOT NULL);
