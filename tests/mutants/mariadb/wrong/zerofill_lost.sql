-- A column comes back without ZEROFILL.
-- verdict: differs
-- why: numbers have no zeros in front any more

-- base
CREATE TABLE t (id int PRIMARY KEY, a int(6) ZEROFILL);

-- up
ALTER TABLE t MODIFY a bigint(8) ZEROFILL;

-- down
ALTER TABLE t MODIFY a int(6) UNSIGNED;
