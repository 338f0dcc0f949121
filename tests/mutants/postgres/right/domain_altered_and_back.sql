-- A domain has another check and a default for a while.
-- verdict: restored
-- why: each comes back under its name

-- base
CREATE DOMAIN amount AS numeric(10,2) CONSTRAINT pos CHECK (VALUE > 0);
CREATE TABLE t (id int, a amount);
INSERT INTO t VALUES (1, 3.5);

-- up
ALTER DOMAIN amount SET DEFAULT 1;
ALTER DOMAIN amount ADD CONSTRAINT small CHECK (VALUE < 1000);
ALTER DOMAIN amount DROP CONSTRAINT pos;

-- down
ALTER DOMAIN amount ADD CONSTRAINT pos CHECK (VALUE > 0);
ALTER DOMAIN amount DROP CONSTRAINT small;
ALTER DOMAIN amount DROP DEFAULT;
