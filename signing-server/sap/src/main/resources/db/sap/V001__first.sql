-- What the signature application keeps: devices that may log in, names for the screen, credentials for the CSC lists.
-- Everything but the names comes from answers that the SGM signed.

CREATE TABLE device (
    device TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    login_key BLOB NOT NULL CHECK (length(login_key) = 32),
    role TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE display (
    person TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
    key_id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    -- 1: destroyed; such a row never comes back to life, whatever older answer is replayed
    gone INTEGER NOT NULL CHECK (gone IN (0, 1)),
    -- SGM time of the answer this was read from, seconds
    as_of INTEGER NOT NULL,
    -- the key's own JSON object out of that answer
    info BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX credential_by_person ON credential (person, key_id);
