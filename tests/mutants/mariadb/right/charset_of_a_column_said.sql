-- A column is longer for a while, in its own character set.
-- verdict: restored
-- why: everything is said again

-- base
CREATE TABLE t (id int PRIMARY KEY, code varchar(20) CHARACTER SET latin1 NOT NULL DEFAULT 'x' COMMENT 'c') DEFAULT CHARSET=utf8mb4;

-- up
ALTER TABLE t MODIFY code varchar(40) CHARACTER SET latin1 NOT NULL DEFAULT 'x' COMMENT 'c';

-- down
ALTER TABLE t CHANGE code code VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT 'x' NOT NULL COMMENT 'c';
