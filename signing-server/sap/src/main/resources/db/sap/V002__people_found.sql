-- How staff called a person, beside the name: how it is read, and the salt of the hash that the admitting statement signs
-- (decision 0039). The number is the row of the index.
CREATE TABLE display_detail (
    number INTEGER PRIMARY KEY,
    person TEXT NOT NULL UNIQUE REFERENCES display (person),
    kana TEXT NOT NULL,
    -- 32 octets; empty where nobody signed for the name
    salt BLOB NOT NULL CHECK (length(salt) IN (0, 32))
) STRICT;

-- What a person can be found by, made by account/SearchTerms: words without spaces, in one spelling. It keeps no text of its own.
CREATE VIRTUAL TABLE people_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = 'none', prefix = '1 2 3 4 5 6 7 8', tokenize = 'ascii'
);
