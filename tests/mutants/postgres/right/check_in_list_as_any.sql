-- A check comes back as the server would write it.
-- verdict: restored
-- why: IN is = ANY (ARRAY …) where no constant is cast

-- base
CREATE TABLE t (id int, s text CONSTRAINT known CHECK (s IN ('a', 'b')));

-- up
ALTER TABLE t DROP CONSTRAINT known;

-- down
ALTER TABLE t ADD CONSTRAINT known CHECK (s = ANY (ARRAY['a', 'b']));
