-- Every event is an entry of the transparency log. What is published is the commitment, SHA-256 over salt and event; the salt
-- never leaves the ledger but in a receipt, and erasing it leaves a commitment that says nothing and a tree that still adds up.

ALTER TABLE event ADD COLUMN salt BLOB;
ALTER TABLE event ADD COLUMN commitment BLOB;
ALTER TABLE event ADD COLUMN leaf_index BIGINT;

CREATE UNIQUE INDEX event_by_leaf ON event (leaf_index);

CREATE TABLE log_checkpoint (
    tree_size   BIGINT PRIMARY KEY,
    recorded_at BIGINT NOT NULL,
    note        TEXT NOT NULL
);

CREATE TABLE batch_manifest (
    batch_id TEXT PRIMARY KEY,
    note     TEXT NOT NULL
);
