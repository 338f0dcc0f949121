-- A change of type takes the collation.
-- verdict: differs
-- why: TYPE without COLLATE means the default collation

-- base
CREATE TABLE files (id bigint PRIMARY KEY, path text COLLATE "C");

-- up
ALTER TABLE files ALTER COLUMN path TYPE varchar(4000) COLLATE "C";

-- down
ALTER TABLE files ALTER COLUMN path TYPE text;
