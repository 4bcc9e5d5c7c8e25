-- What persons, devices and keys come to; MACs as in V001.
CREATE INDEX invitation_user ON invitation (user);
-- What a person's own device left for a further one: the seal key under the share of a code that lives ten minutes.
CREATE TABLE device_invitation (
    invitation TEXT PRIMARY KEY REFERENCES invitation (invitation), device TEXT NOT NULL, seal_wrap BLOB NOT NULL,
    mac BLOB NOT NULL) STRICT;
-- Certificates that a key had before it was renewed.
CREATE TABLE earlier_certificate (
    serial BLOB PRIMARY KEY, key_id TEXT NOT NULL, not_after INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE INDEX earlier_certificate_key ON earlier_certificate (key_id);
-- Persons, devices and keys that ended for ever, written once.
CREATE TABLE tombstone (
    kind TEXT NOT NULL, id TEXT NOT NULL, since INTEGER NOT NULL, mac BLOB NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
