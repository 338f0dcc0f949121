-- A column took its numbers from a sequence.
-- verdict: differs
-- why: nothing numbers new rows

-- base
CREATE SEQUENCE s START 100;
CREATE TABLE t (id bigint NOT NULL DEFAULT nextval(s) PRIMARY KEY, v int);
INSERT INTO t (v) VALUES (1);

-- up
ALTER TABLE t ALTER id DROP DEFAULT;

-- down
ALTER TABLE t MODIFY id bigint NOT NULL;
