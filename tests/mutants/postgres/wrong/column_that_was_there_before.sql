-- A column that was there already is dropped.
-- verdict: differs
-- why: ADD COLUMN IF NOT EXISTS did nothing on the way up

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);

-- up
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text, ADD COLUMN IF NOT EXISTS phone text;

-- down
ALTER TABLE users DROP COLUMN phone, DROP COLUMN email;
