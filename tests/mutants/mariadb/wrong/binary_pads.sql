-- Bytes get zeros at their end.
-- verdict: rows
-- why: binary has a fixed length

-- base
CREATE TABLE t (id int PRIMARY KEY, a varbinary(8));
INSERT INTO t VALUES (1, 'ab');

-- up
ALTER TABLE t MODIFY a binary(8);

-- down
ALTER TABLE t MODIFY a varbinary(8);
