-- Every table whose rows decide something carries a MAC under the row key over all its fields (record/RowGuard).
-- Times are seconds since 1970; ids are lower-case hexadecimal text.
CREATE TABLE person (
    user TEXT PRIMARY KEY, role TEXT NOT NULL, state TEXT NOT NULL, subject TEXT, algorithm TEXT, level INTEGER NOT NULL,
    admitted_by TEXT NOT NULL, admitted INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE TABLE invitation (
    invitation TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES person (user), secret_hash BLOB NOT NULL, expires INTEGER NOT NULL,
    wrong_secrets INTEGER NOT NULL, state TEXT NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE TABLE device (
    device TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES person (user), device_key BLOB NOT NULL, activation_key BLOB NOT NULL,
    seal_wrap BLOB NOT NULL, failures_in_a_row INTEGER NOT NULL, failure_times TEXT NOT NULL, locked INTEGER NOT NULL,
    enrolled INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE INDEX device_user ON device (user);
CREATE TABLE signing_key (
    key_id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES person (user), algorithm TEXT NOT NULL, methods TEXT NOT NULL,
    level INTEGER NOT NULL, state TEXT NOT NULL, kek_epoch INTEGER NOT NULL, public_key BLOB NOT NULL, sealed BLOB NOT NULL,
    certificate BLOB NOT NULL, not_after INTEGER NOT NULL, created INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE INDEX signing_key_user ON signing_key (user);
CREATE TABLE revocation (serial BLOB PRIMARY KEY, revoked INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE TABLE spent (id TEXT PRIMARY KEY, user TEXT NOT NULL, sealed_sha256 BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE answer (sealed_sha256 BLOB PRIMARY KEY, token TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
CREATE INDEX answer_time ON answer (time);
CREATE TABLE service_key (
    name TEXT PRIMARY KEY, wrapped BLOB NOT NULL, public_part BLOB NOT NULL, valid_from INTEGER NOT NULL,
    valid_until INTEGER NOT NULL) STRICT;
CREATE TABLE log_entry (
    idx INTEGER PRIMARY KEY, user TEXT NOT NULL, leaf BLOB NOT NULL, salt BLOB NOT NULL, record BLOB NOT NULL) STRICT;
CREATE INDEX log_entry_user ON log_entry (user, idx);
CREATE TABLE log_node (level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, place)) STRICT, WITHOUT ROWID;
CREATE TABLE chain (
    chain TEXT PRIMARY KEY, user TEXT NOT NULL, number INTEGER NOT NULL, last_index INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE INDEX chain_user ON chain (user);
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
