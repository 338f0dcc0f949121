-- A column comes back signed.
-- verdict: differs
-- why: UNSIGNED is part of the type

-- base
CREATE TABLE users (id int unsigned NOT NULL PRIMARY KEY, age int unsigned);

-- up
ALTER TABLE users MODIFY age bigint unsigned;

-- down
ALTER TABLE users MODIFY age int;
