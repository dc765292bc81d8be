-- Who has left may not come in any more, but what they did keeps their name.
ALTER TABLE officer ADD COLUMN retired_at TEXT;

-- When the form was begun; and why a photo was kept against the check, or none was taken.
ALTER TABLE submission ADD COLUMN started_at TEXT;
ALTER TABLE submission ADD COLUMN photo_exception TEXT;

-- When it was last taken along on a stick; it stays in the queue until its receipt is here.
ALTER TABLE outbox ADD COLUMN carried_at TEXT;

CREATE INDEX submission_answered ON submission (centre_state, outcome_at);

-- One photo that was taken and shown: what was against it (JSON), and if it was used. A sitting is
-- all tries of one person, under a number drawn by lot.
CREATE TABLE photo_try (
    id       INTEGER PRIMARY KEY,
    sitting  TEXT NOT NULL,
    at       TEXT NOT NULL,
    officer  TEXT,
    causes   TEXT NOT NULL,
    kept     INTEGER NOT NULL CHECK (kept IN (0, 1))
) STRICT;

CREATE INDEX photo_try_at ON photo_try (at);

DROP VIEW submission_row;
CREATE VIEW submission_row AS
SELECT id, ticket, masked_name, phone_tail, officer, state, centre_state, reasons, fields, batch_id,
    decree, deadline, photo_revision, made_here, made_at, delivered_at, outcome_at, started_at,
    photo_exception
FROM submission;
