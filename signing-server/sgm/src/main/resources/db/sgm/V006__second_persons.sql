-- Orders that wait, or waited, for a second person; MACs as in V001. What was ordered stands in the log entry idx.
CREATE TABLE request (
    request TEXT PRIMARY KEY, user TEXT NOT NULL, device TEXT NOT NULL, person TEXT NOT NULL, invitation TEXT NOT NULL,
    expires INTEGER NOT NULL, idx INTEGER NOT NULL, statement_sha256 BLOB NOT NULL, state TEXT NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE INDEX request_state ON request (state, idx);
