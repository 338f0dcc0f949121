-- A sequence is owned by another column than before.
-- verdict: differs
-- why: the down gives it to the column that the up had given it to

-- base
CREATE TABLE a (id integer NOT NULL, n integer);
CREATE SEQUENCE s OWNED BY a.id;

-- up
ALTER SEQUENCE s OWNED BY a.n;

-- down
ALTER SEQUENCE IF EXISTS s OWNED BY a.n;
