-- A column comes back without its comment.
-- verdict: differs
-- why: documentation generators read it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, tz text);
COMMENT ON COLUMN users.tz IS 'as in the IANA database';

-- up
ALTER TABLE users DROP COLUMN tz;

-- down
ALTER TABLE users ADD COLUMN tz text;
