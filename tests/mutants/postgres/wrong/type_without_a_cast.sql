-- A type cannot go back without USING.
-- verdict: fails
-- why: text is not cast to integer by itself

-- base
CREATE TABLE users (id bigint PRIMARY KEY, zip integer);

-- up
ALTER TABLE users ALTER COLUMN zip TYPE text;

-- down
ALTER TABLE users ALTER COLUMN zip TYPE integer;
