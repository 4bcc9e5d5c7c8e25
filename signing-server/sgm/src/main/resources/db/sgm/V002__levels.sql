-- Whose fingerprint staff, or the console, confirmed. One row per device, written once; MAC as in V001.
CREATE TABLE device_confirmation (
    device TEXT PRIMARY KEY REFERENCES device (device), user TEXT NOT NULL, confirmed_by TEXT NOT NULL,
    confirmed INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
