-- Who has left may not come in any more, but what they did keeps their name.
ALTER TABLE officer ADD COLUMN retired_at TEXT;

-- A PIN that a supervisor made up leads to a PIN of one's own, and nowhere else.
ALTER TABLE officer ADD COLUMN pin_is_temporary INTEGER NOT NULL DEFAULT 0
    CHECK (pin_is_temporary IN (0, 1));

-- What the centre was asked when no supervisor knew a PIN; gone once it was answered.
CREATE TABLE recovery (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    challenge     TEXT NOT NULL,
    made_at       TEXT NOT NULL,
    wrong_tries   INTEGER NOT NULL DEFAULT 0,
    locked_until  TEXT
) STRICT;

-- When the form was begun; and why a photo was kept against the check, or none was taken.
ALTER TABLE submission ADD COLUMN started_at TEXT;
ALTER TABLE submission ADD COLUMN photo_exception TEXT;

-- When it was last taken along on a stick; it stays in the queue until its receipt is here.
ALTER TABLE outbox ADD COLUMN carried_at TEXT;

-- What its delivery over the line took; without a value where it was never measured.
ALTER TABLE outbox ADD COLUMN sending_seconds REAL;
CREATE INDEX outbox_measured ON outbox (delivered_at) WHERE sending_seconds IS NOT NULL;

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

-- What was made, and when, without a look at the journal's lines themselves.
DROP INDEX journal_event;
CREATE INDEX journal_told ON journal (event, subject, at);

-- Everything made here: what the journal tells of, and what has a row that it does not tell of.
CREATE VIEW made AS
SELECT subject AS id, min(at) AS at, 1 AS is_noted FROM journal
WHERE event = 'submission.queued' GROUP BY subject
UNION ALL
SELECT id, made_at, 0 FROM submission
WHERE made_here = 1
    AND id NOT IN (SELECT subject FROM journal WHERE event = 'submission.queued');

-- Why, beside what was decided: the submission itself has only the reasons of the moment.
ALTER TABLE outcome ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]';

DROP VIEW submission_row;
CREATE VIEW submission_row AS
SELECT id, ticket, masked_name, phone_tail, officer, state, centre_state, reasons, fields, batch_id,
    decree, deadline, photo_revision, made_here, made_at, delivered_at, outcome_at, started_at,
    photo_exception
FROM submission;
