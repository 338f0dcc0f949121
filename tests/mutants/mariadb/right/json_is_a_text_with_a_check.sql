-- A column is spelled as what `json` stands for.
-- verdict: restored
-- why: nothing is another

-- base
CREATE TABLE t (id int PRIMARY KEY, j json);
INSERT INTO t VALUES (1, '{"a": 2}');

-- up
ALTER TABLE t MODIFY j longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;

-- down
ALTER TABLE t MODIFY j json;
