-- A table made anew has the default replica identity.
-- verdict: differs
-- why: logical replicas get no old rows

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name text);
ALTER TABLE users REPLICA IDENTITY FULL;

-- up
DROP TABLE users;

-- down
CREATE TABLE users (id bigint PRIMARY KEY, name text);
