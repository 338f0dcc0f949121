-- A type goes and takes the columns of it.
-- verdict: differs
-- why: CASCADE drops columns, not tables

-- base
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (id int, m mood, n int);

-- up
DROP TYPE mood CASCADE;

-- down
CREATE TYPE mood AS ENUM ('a', 'b');
