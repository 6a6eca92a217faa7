-- What delivering remembers beyond a run: requests a platform counts, and what reading it back found.

-- So many requests left by until_at, or may have; a counter is the platform's host and the client.
CREATE TABLE request_lease (
    lease    INTEGER PRIMARY KEY AUTOINCREMENT,
    counter  TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    requests BIGINT NOT NULL
);

CREATE INDEX request_lease_by_counter ON request_lease (counter, until_at);

-- One reading of a platform; next_url is where an interrupted one goes on.
CREATE TABLE reconciliation (
    platform_id TEXT PRIMARY KEY,
    started_at  BIGINT NOT NULL,
    finished_at BIGINT,
    next_url    TEXT,
    pages       BIGINT NOT NULL,
    shown       BIGINT NOT NULL
);

-- What the reading showed, one row per issuer and id there; credential_id is null for what the ledger does not know.
CREATE TABLE reconciliation_find (
    platform_id   TEXT NOT NULL,
    name          TEXT NOT NULL,
    credential_id TEXT,
    version       BIGINT,
    kind          TEXT NOT NULL,
    times         BIGINT NOT NULL,
    sha256        TEXT NOT NULL,
    PRIMARY KEY (platform_id, name)
);

CREATE INDEX reconciliation_find_by_credential ON reconciliation_find (platform_id, credential_id);
