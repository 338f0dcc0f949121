-- A default that is computed comes back as a text.
-- verdict: differs
-- why: each row gets the letters `uuid()`

-- base
CREATE TABLE t (id int PRIMARY KEY, d varchar(40) DEFAULT (uuid()));

-- up
ALTER TABLE t ALTER d DROP DEFAULT;

-- down
ALTER TABLE t ALTER d SET DEFAULT 'uuid()';
