-- The outbox of writing back: what each target is to hold, and how far that has come. Lost rows are made anew from the deliveries.
CREATE TABLE write_back (
    target      TEXT NOT NULL,
    learner_key TEXT NOT NULL,
    platform_id TEXT NOT NULL,
    record_key  TEXT NOT NULL,
    row_sha256  TEXT NOT NULL,
    state       TEXT NOT NULL,
    changed_at  BIGINT NOT NULL,
    reason      TEXT,
    PRIMARY KEY (target, learner_key, platform_id, record_key)
);

CREATE INDEX write_back_by_state ON write_back (target, state);

-- What a target that is written as a whole was last left as.
CREATE TABLE write_back_target (
    target         TEXT PRIMARY KEY,
    content_sha256 TEXT NOT NULL,
    written_at     BIGINT NOT NULL
);
