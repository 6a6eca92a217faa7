-- Life after issuing: the status lists and who has which place in them, how each credential stands, and the lists as they were signed.

-- One row per list ever opened; its form never changes. secret_mark: under which secret its places are shuffled; given: how many.
CREATE TABLE status_list (
    list        BIGINT PRIMARY KEY,
    kind        TEXT NOT NULL,
    url         TEXT NOT NULL,
    purposes    TEXT NOT NULL,
    in_members  BIGINT NOT NULL,
    entries     BIGINT NOT NULL,
    secret_mark TEXT NOT NULL,
    given       BIGINT NOT NULL,
    opened_at   BIGINT NOT NULL
);

-- The place of a credential, for all its versions and for good.
CREATE TABLE status_entry (
    credential_id TEXT PRIMARY KEY,
    list          BIGINT NOT NULL,
    place         BIGINT NOT NULL
);

CREATE UNIQUE INDEX status_entry_by_place ON status_entry (list, place);

-- How a credential stands; one without a row was never suspended or revoked.
CREATE TABLE status (
    credential_id TEXT PRIMARY KEY,
    state         TEXT NOT NULL,
    changed_at    BIGINT NOT NULL,
    reason        TEXT NOT NULL
);

-- Every list as it was published, the newest number last.
CREATE TABLE signed_list (
    url             TEXT NOT NULL,
    number          BIGINT NOT NULL,
    signed_at       BIGINT NOT NULL,
    content_sha256  TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    body            BLOB NOT NULL,
    PRIMARY KEY (url, number)
);
