-- Credentials can be purged: their documents, learner keys and salts go, their rows and history stay. A program that does not know the
-- state must not open such a ledger, so the schema's number goes up with it.
CREATE INDEX credential_by_record ON credential (record_key);
