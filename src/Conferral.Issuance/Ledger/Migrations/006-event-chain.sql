-- Events are chained by hashes, and what a transition wrote is hashed with it. Events from before this migration stand outside the chain.
ALTER TABLE event ADD COLUMN facts TEXT;
ALTER TABLE event ADD COLUMN hash TEXT;

CREATE TABLE event_head (
    only_row BIGINT PRIMARY KEY,
    began    BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    hash     TEXT NOT NULL
);

INSERT INTO event_head (only_row, began, seq, hash) SELECT 1, COALESCE(MAX(seq), 0), COALESCE(MAX(seq), 0), '' FROM event;

-- The event that closed a batch, as the ledger's end stood then.
ALTER TABLE batch ADD COLUMN closed_event BIGINT;
ALTER TABLE batch ADD COLUMN closed_hash TEXT;
