-- Signing keys that staff handed over with an enrolment code, sealed under a secret of it; MACs as in V001.
CREATE TABLE handed_key (
    invitation TEXT PRIMARY KEY, user TEXT NOT NULL, device TEXT NOT NULL, by TEXT NOT NULL, expires INTEGER NOT NULL,
    key_sha256 BLOB NOT NULL, certificate_sha256 BLOB NOT NULL, key_id TEXT NOT NULL, sealed BLOB NOT NULL,
    mac BLOB NOT NULL) STRICT;
CREATE INDEX handed_key_user ON handed_key (user);
CREATE INDEX handed_key_key ON handed_key (key_id) WHERE key_id <> '';
CREATE INDEX handed_key_lies ON handed_key (expires) WHERE length(sealed) > 0;
