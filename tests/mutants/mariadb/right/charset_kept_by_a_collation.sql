-- A column comes back by its collation.
-- verdict: restored
-- why: the collation is of one character set only

-- base
CREATE TABLE t (id int PRIMARY KEY, a varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'c');
INSERT INTO t VALUES (1, 'a');

-- up
ALTER TABLE t MODIFY a varchar(40) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'c';

-- down
ALTER TABLE `t` CHANGE COLUMN `a` `a` VARCHAR(20) COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'c';
