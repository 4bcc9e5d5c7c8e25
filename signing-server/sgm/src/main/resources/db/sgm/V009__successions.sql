-- Where the log has the new identity keys (decision 0050): all are read again and must lead to the key of now, so no MAC.
CREATE TABLE succession (number INTEGER PRIMARY KEY, idx INTEGER NOT NULL) STRICT;
-- An answer that an earlier identity key signed is believed by its MAC: whoever stole that key could sign one, too.
ALTER TABLE answer ADD COLUMN mac BLOB;
