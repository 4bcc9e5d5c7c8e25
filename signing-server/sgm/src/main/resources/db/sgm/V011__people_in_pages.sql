-- Everybody is told in pages, in the order they were admitted (decision 0058): each is found without reading those before it.
CREATE INDEX person_admitted ON person (admitted);
