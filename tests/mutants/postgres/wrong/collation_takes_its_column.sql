-- A collation goes and takes the column that has it.
-- verdict: differs
-- why: CASCADE takes columns

-- base
CREATE COLLATION c (provider = libc, locale = 'C');
CREATE TABLE t (id int, a text COLLATE c);

-- up
DROP COLLATION c CASCADE;

-- down
CREATE COLLATION c (provider = libc, locale = 'C');
