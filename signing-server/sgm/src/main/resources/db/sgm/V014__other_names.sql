-- The log's index of the newest order that gave a person another name (decision 0079). MACs of rows from before hold.
ALTER TABLE person ADD COLUMN amended INTEGER;
