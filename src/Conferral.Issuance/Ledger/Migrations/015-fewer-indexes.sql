-- Nothing asks for credentials by batch and state: a batch's are found through its learners' lines. Every signature moved its row in this index.
DROP INDEX credential_by_batch;
