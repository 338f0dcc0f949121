-- A column goes back to the default method of compression, which it had not.
-- verdict: differs
-- why: base says pglz in so many words

-- base
CREATE TABLE docs (id int PRIMARY KEY, body text COMPRESSION pglz);

-- up
ALTER TABLE docs ALTER COLUMN body SET COMPRESSION lz4;

-- down
ALTER TABLE docs ALTER COLUMN body SET COMPRESSION default;
