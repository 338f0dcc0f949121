-- An index goes with its column and does not come back.
-- verdict: differs
-- why: DROP COLUMN takes it silently

-- base
CREATE TABLE users (id bigint PRIMARY KEY, nick varchar(50), KEY users_nick (nick));

-- up
ALTER TABLE users DROP COLUMN nick;

-- down
ALTER TABLE users ADD COLUMN nick varchar(50);
