-- A record whose credential is replaced by another under a new id: the old one, what takes its place, and how far that has come.
-- first_id is the record's first credential; generation counts from 1.
CREATE TABLE replacement (
    credential_id TEXT PRIMARY KEY,
    state         TEXT NOT NULL,
    replaced_by   TEXT,
    first_id      TEXT NOT NULL,
    generation    BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    reason        TEXT NOT NULL
);

CREATE UNIQUE INDEX replacement_by_successor ON replacement (replaced_by);
CREATE UNIQUE INDEX replacement_by_record ON replacement (first_id, generation);
