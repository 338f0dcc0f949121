-- A column takes the character set of its table.
-- verdict: differs
-- why: it was latin1 among utf8mb4

-- base
CREATE TABLE t (id int PRIMARY KEY, code varchar(20) CHARACTER SET latin1) DEFAULT CHARSET=utf8mb4;

-- up
ALTER TABLE t MODIFY code varchar(40) CHARACTER SET latin1;

-- down
ALTER TABLE t MODIFY code varchar(20);
