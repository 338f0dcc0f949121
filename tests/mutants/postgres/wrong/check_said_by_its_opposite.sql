-- A check comes back as the opposite of its opposite.
-- verdict: differs
-- why: the server keeps what is written, and NULL would show the difference

-- base
CREATE TABLE t (id int, n int CONSTRAINT known CHECK (n >= 0));

-- up
ALTER TABLE t DROP CONSTRAINT known;

-- down
ALTER TABLE t ADD CONSTRAINT known CHECK (NOT n < 0);
