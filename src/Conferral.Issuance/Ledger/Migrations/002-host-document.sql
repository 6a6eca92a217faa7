-- The platform's own copy of a credential, where it is not the one that was sent: signed anew, or saying something else.

CREATE TABLE host_document (
    credential_id   TEXT NOT NULL,
    version         BIGINT NOT NULL,
    platform_id     TEXT NOT NULL,
    codec           TEXT NOT NULL,
    body            BLOB NOT NULL,
    document_sha256 TEXT NOT NULL,
    received_at     BIGINT NOT NULL,
    PRIMARY KEY (credential_id, version, platform_id)
);
