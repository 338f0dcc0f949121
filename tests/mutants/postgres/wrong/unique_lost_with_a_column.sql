-- A unique constraint goes with its column.
-- verdict: differs
-- why: the column comes back without it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);

-- up
ALTER TABLE users DROP COLUMN email;

-- down
ALTER TABLE users ADD COLUMN email text;
