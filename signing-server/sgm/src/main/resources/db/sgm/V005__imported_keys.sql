-- Signing keys that were made elsewhere, written once, with the certificates that came behind their own; MACs as in V001.
CREATE TABLE imported_key (
    key_id TEXT PRIMARY KEY REFERENCES signing_key (key_id), issuers TEXT NOT NULL, mac BLOB NOT NULL) STRICT;
-- Whether somebody has a key already: a part of it that tells keys apart, as whole keys would make the index large.
CREATE INDEX signing_key_public_key ON signing_key (substr(public_key, -40, 32));
