CREATE TABLE setting (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('officer', 'supervisor')),
    pin_hash      TEXT NOT NULL,
    wrong_tries   INTEGER NOT NULL DEFAULT 0,
    locked_until  TEXT,
    added_at      TEXT NOT NULL
) STRICT;

-- AUTOINCREMENT remembers the highest number ever given, so that a cut-off end is noticed.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    event    TEXT NOT NULL,
    actor    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;

CREATE INDEX journal_event ON journal (event);

CREATE TABLE draft (
    id           TEXT PRIMARY KEY,
    ticket       TEXT NOT NULL UNIQUE,
    birth_date   TEXT,
    masked_name  TEXT,
    step         TEXT NOT NULL,
    form         TEXT NOT NULL,
    started_at   TEXT NOT NULL,
    saved_at     TEXT NOT NULL
) STRICT;

CREATE TABLE draft_try (
    ticket  TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;

CREATE INDEX draft_try_of_ticket ON draft_try (ticket, at);

-- made_here is 0 for somebody registered elsewhere whose photo is redone at this kiosk.
CREATE TABLE submission (
    id              TEXT PRIMARY KEY,
    ticket          TEXT NOT NULL,
    masked_name     TEXT NOT NULL,
    phone_tail      TEXT NOT NULL,
    officer         TEXT,
    state           TEXT NOT NULL CHECK (
        state IN ('queued', 'uploading', 'submitted', 'quarantined', 'cancelled', 'expired')
    ),
    photo_revision  INTEGER NOT NULL DEFAULT 0,
    made_here       INTEGER NOT NULL CHECK (made_here IN (0, 1)),
    made_at         TEXT NOT NULL,
    delivered_at    TEXT,
    centre_state    TEXT,
    reasons         TEXT NOT NULL DEFAULT '[]',
    fields          TEXT NOT NULL DEFAULT '[]',
    batch_id        TEXT,
    decree          TEXT,
    deadline        TEXT,
    outcome_seq     INTEGER NOT NULL DEFAULT 0,
    outcome_at      TEXT
) STRICT;

CREATE UNIQUE INDEX submission_ticket ON submission (ticket) WHERE ticket <> '';
CREATE INDEX submission_made ON submission (made_at);
CREATE INDEX submission_state ON submission (made_here, state);

CREATE TABLE identity_hash (
    kind           TEXT NOT NULL CHECK (kind IN ('nik', 'phone', 'email')),
    digest         TEXT NOT NULL,
    submission_id  TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, digest, submission_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_hash_of_submission ON identity_hash (submission_id);

-- The queue is the order of next_try_at: a part that failed goes behind all that are due before it.
CREATE TABLE outbox (
    submission_id   TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    part            TEXT NOT NULL CHECK (part <> ''),
    revision        INTEGER NOT NULL CHECK (revision >= 1),
    sha256          TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size_bytes      INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (
        state IN ('queued', 'uploading', 'submitted', 'quarantined', 'cancelled', 'expired')
    ),
    waits_for_form  INTEGER NOT NULL CHECK (waits_for_form IN (0, 1)),
    attempts        INTEGER NOT NULL DEFAULT 0,
    queued_at       TEXT NOT NULL,
    placed_at       TEXT NOT NULL,
    next_try_at     TEXT NOT NULL,
    last_reason     TEXT,
    redo_grant      TEXT,
    receipt         TEXT,
    delivered_at    TEXT,
    PRIMARY KEY (submission_id, part, revision)
) STRICT;

CREATE INDEX outbox_due ON outbox (next_try_at) WHERE state = 'queued' AND waits_for_form = 0;
CREATE INDEX outbox_placed ON outbox (placed_at) WHERE state = 'queued' AND waits_for_form = 0;
CREATE INDEX outbox_open ON outbox (state) WHERE state IN ('queued', 'uploading', 'quarantined');

-- Exactly what the centre signed, as proof.
CREATE TABLE outcome (
    submission_id  TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    seq            INTEGER NOT NULL,
    state          TEXT NOT NULL,
    signed         BLOB NOT NULL,
    applied_at     TEXT NOT NULL,
    PRIMARY KEY (submission_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome_cursor (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL
) STRICT;

CREATE VIEW submission_row AS
SELECT id, ticket, masked_name, phone_tail, officer, state, centre_state, reasons, fields, batch_id,
    decree, deadline, photo_revision, made_here, made_at, delivered_at, outcome_at
FROM submission;

CREATE VIEW sendable AS
SELECT submission_id, part, revision, sha256, size_bytes, attempts, queued_at, redo_grant,
    next_try_at, placed_at
FROM outbox
WHERE state = 'queued' AND waits_for_form = 0;

CREATE VIEW undelivered AS
SELECT submission_id, part, revision, sha256, state, attempts, queued_at, next_try_at, last_reason,
    waits_for_form
FROM outbox
WHERE state IN ('queued', 'uploading', 'quarantined');

CREATE VIEW queue_row AS
SELECT submission_id, part, revision, sha256, ticket, masked_name, undelivered.state, attempts,
    queued_at, next_try_at, last_reason, waits_for_form
FROM undelivered JOIN submission ON id = submission_id;
