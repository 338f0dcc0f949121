-- Many things in one statement and back in one.
-- verdict: restored
-- why: the order is that of the engine's passes

-- base
CREATE TABLE t (id int, a varchar(10), b int DEFAULT 1);
INSERT INTO t VALUES (1, 'x', 2);

-- up
ALTER TABLE t
  ALTER COLUMN a TYPE varchar(100),
  ALTER COLUMN b DROP DEFAULT,
  ALTER COLUMN b SET NOT NULL,
  ADD COLUMN c timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT t_b CHECK (b > 0),
  ADD CONSTRAINT t_a UNIQUE (a);

-- down
ALTER TABLE t
  DROP CONSTRAINT t_a,
  DROP CONSTRAINT t_b,
  DROP COLUMN c,
  ALTER COLUMN b DROP NOT NULL,
  ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE t ALTER COLUMN a TYPE varchar(10);
