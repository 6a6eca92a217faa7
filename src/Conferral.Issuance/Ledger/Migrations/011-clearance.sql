-- Decisions of people to issue to a learner in spite of a clearance rule. Facts are a salted digest: what a hold or a birth date
-- is stands nowhere in the ledger.

CREATE TABLE clearance (
    clearance_id BIGINT PRIMARY KEY,
    learner_key  TEXT NOT NULL,
    rule_id      TEXT NOT NULL,
    facts_sha256 TEXT NOT NULL,
    until_day    TEXT,
    reason       TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    decided_at   BIGINT NOT NULL,
    revoked_at   BIGINT
);
