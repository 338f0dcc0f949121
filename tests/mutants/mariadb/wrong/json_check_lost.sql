-- A json column comes back as a long text.
-- verdict: differs
-- why: the check that it is json was part of the type

-- base
CREATE TABLE t (id int PRIMARY KEY, doc json);

-- up
ALTER TABLE t MODIFY doc json NOT NULL;

-- down
ALTER TABLE t MODIFY doc longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
