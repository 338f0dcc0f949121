-- A view of its caller's rights is altered, and altered back without saying so.
-- verdict: restored
-- why: ALTER VIEW keeps whose rights count

-- base
CREATE TABLE t (id int PRIMARY KEY);
CREATE SQL SECURITY INVOKER VIEW v AS SELECT id FROM t;

-- up
ALTER SQL SECURITY INVOKER VIEW v AS SELECT id, 1 AS one FROM t;

-- down
ALTER VIEW v AS SELECT id FROM t;
