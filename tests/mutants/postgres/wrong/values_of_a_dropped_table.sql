-- A table is dropped and made again, empty.
-- verdict: rows
-- why: the schema comes back to the letter

-- base
CREATE TABLE flags (name text PRIMARY KEY, value boolean NOT NULL);
INSERT INTO flags VALUES ('beta', true);

-- up
DROP TABLE flags;

-- down
CREATE TABLE flags (name text PRIMARY KEY, value boolean NOT NULL);
