-- A default that is computed comes back.
-- verdict: restored
-- why: brackets around it mean nothing

-- base
CREATE TABLE t (id int PRIMARY KEY, u varchar(36) DEFAULT uuid());

-- up
ALTER TABLE t ALTER COLUMN u DROP DEFAULT;

-- down
ALTER TABLE t ALTER COLUMN u SET DEFAULT (uuid());
