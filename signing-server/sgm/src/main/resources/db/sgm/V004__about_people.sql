-- Which log entries tell what was done about a person, whoever ordered it: an index of the log and no more. What it points at is read from
-- the log and checked there, and verify-log computes it anew, so it has no MAC.
CREATE TABLE log_about (user TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (user, idx)) STRICT, WITHOUT ROWID;
INSERT INTO log_about (user, idx)
SELECT coalesce(json_extract(r, '$.invitedUser'), json_extract(r, '$.confirmedUser'), json_extract(r, '$.person'), user), idx
FROM (SELECT idx, user, CAST(record AS TEXT) AS r FROM log_entry)
WHERE json_extract(r, '$.type') NOT IN ('init', 'sign', 'pin-failure');
CREATE INDEX person_state ON person (state, admitted);
