-- A comment is set and set to nothing.
-- verdict: restored
-- why: NULL removes it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, tz text);

-- up
COMMENT ON COLUMN users.tz IS 'as in the IANA database';

-- down
COMMENT ON COLUMN users.tz IS NULL;
