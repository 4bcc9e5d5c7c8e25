-- When the SGM was told how a person is called, in seconds since 1970 (decision 0079): a name from before replaces none.
ALTER TABLE display_detail ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
