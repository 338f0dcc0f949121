-- A domain keeps the NOT NULL that it got.
-- verdict: differs
-- why: only the default is taken back

-- base
CREATE DOMAIN amount AS numeric(10,2);
CREATE TABLE t (id int, a amount);

-- up
ALTER DOMAIN amount SET NOT NULL;
ALTER DOMAIN amount SET DEFAULT 5;

-- down
ALTER DOMAIN amount DROP DEFAULT;
