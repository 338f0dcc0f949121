-- A column comes back with another length.
-- verdict: differs
-- why: 225 is not 255

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(255));

-- up
ALTER TABLE users ALTER COLUMN name TYPE text;

-- down
ALTER TABLE users ALTER COLUMN name TYPE varchar(225);
