-- A default comes back with a digit more.
-- verdict: differs
-- why: numeric keeps how many there are

-- base
CREATE TABLE t (id int, n numeric DEFAULT 0);

-- up
ALTER TABLE t ALTER n DROP DEFAULT;

-- down
ALTER TABLE t ALTER n SET DEFAULT 0.0;
