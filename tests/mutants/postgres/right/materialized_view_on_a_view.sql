-- A materialised view reads a view, and both come and go.
-- verdict: restored
-- why: the one that reads goes first

-- base
CREATE TABLE t (id int, at timestamptz DEFAULT now());

-- up
CREATE VIEW recent AS SELECT id FROM t WHERE at > now() - interval '1 day';
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM recent WITH NO DATA;
CREATE UNIQUE INDEX ON counted (n);

-- down
DROP MATERIALIZED VIEW counted;
DROP VIEW recent;
