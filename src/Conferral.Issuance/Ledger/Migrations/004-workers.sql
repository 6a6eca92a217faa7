-- Who writes: one row per opening, and work claimed under it. A claim of an ended worker returns.
CREATE TABLE worker (
    epoch     BIGINT PRIMARY KEY,
    role      TEXT NOT NULL,
    name      TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at   BIGINT NOT NULL,
    ended_at  BIGINT
);

ALTER TABLE delivery ADD COLUMN claimed_by BIGINT;
