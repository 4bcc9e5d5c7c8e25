-- The SGM's new identity keys, followed in its log (decision 0050), as both keys signed them. At most one row.
CREATE TABLE identity (one INTEGER PRIMARY KEY CHECK (one = 1), successions TEXT NOT NULL) STRICT;
