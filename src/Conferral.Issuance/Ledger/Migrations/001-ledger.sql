-- The ledger's first schema. Plain columns (TEXT, BIGINT, BLOB), so that another database can follow.
-- Times are microseconds since 1970-01-01T00:00:00Z.

CREATE TABLE ledger_meta (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO ledger_meta (name, value) VALUES ('owner_epoch', 0), ('last_created', 0);

CREATE TABLE batch (
    batch_id            TEXT PRIMARY KEY,
    source              TEXT NOT NULL,
    input_sha256        TEXT NOT NULL,
    rules_sha256        TEXT NOT NULL,
    verification_method TEXT NOT NULL,
    opened_at           BIGINT NOT NULL,
    closed_at           BIGINT,
    learners_read       BIGINT
);

CREATE TABLE credential (
    credential_id       TEXT NOT NULL,
    version             BIGINT NOT NULL,
    learner_key         TEXT NOT NULL,
    record_key          TEXT NOT NULL,
    batch_id            TEXT NOT NULL,
    state               TEXT NOT NULL,
    fingerprint         TEXT NOT NULL,
    draft_sha256        TEXT NOT NULL,
    valid_from          BIGINT NOT NULL,
    first_created       BIGINT NOT NULL,
    proof_count         BIGINT NOT NULL,
    verification_method TEXT NOT NULL,
    signed_at           BIGINT,
    document_sha256     TEXT,
    document_bytes      BIGINT,
    PRIMARY KEY (credential_id, version)
);

CREATE INDEX credential_by_learner ON credential (learner_key);
CREATE INDEX credential_by_batch ON credential (batch_id, state);

CREATE TABLE document (
    credential_id TEXT NOT NULL,
    version       BIGINT NOT NULL,
    codec         TEXT NOT NULL,
    body          BLOB NOT NULL,
    PRIMARY KEY (credential_id, version)
);

CREATE TABLE delivery (
    credential_id   TEXT NOT NULL,
    version         BIGINT NOT NULL,
    platform_id     TEXT NOT NULL,
    state           TEXT NOT NULL,
    attempts        BIGINT NOT NULL,
    may_be_sent     BIGINT NOT NULL,
    queue_order     BIGINT NOT NULL,
    submitted_at    BIGINT,
    http_status     BIGINT,
    resource_url    TEXT,
    host_id         TEXT,
    reason_code     TEXT,
    detail          TEXT,
    written_back_at BIGINT,
    PRIMARY KEY (credential_id, version, platform_id)
);

CREATE INDEX delivery_queue ON delivery (platform_id, state, queue_order);

CREATE TABLE batch_learner (
    batch_id      TEXT NOT NULL,
    record_key    TEXT NOT NULL,
    learner_key   TEXT NOT NULL,
    disposition   TEXT NOT NULL,
    credential_id TEXT,
    version       BIGINT,
    source        TEXT NOT NULL,
    reason_code   TEXT,
    findings      TEXT,
    PRIMARY KEY (batch_id, record_key)
);

CREATE TABLE event (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    at            BIGINT NOT NULL,
    owner_epoch   BIGINT NOT NULL,
    batch_id      TEXT,
    credential_id TEXT,
    version       BIGINT,
    platform_id   TEXT,
    kind          TEXT NOT NULL,
    detail        TEXT
);

CREATE INDEX event_by_credential ON event (credential_id, seq);
