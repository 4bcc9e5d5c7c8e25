-- The key that cosigns checkpoints, and the newest one it cosigned (decision 0046). One row.
CREATE TABLE witness (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seed BLOB NOT NULL CHECK (length(seed) = 32),
    -- empty until the first checkpoint
    log_key BLOB NOT NULL,
    note TEXT NOT NULL
) STRICT;
