-- A column gets another name in a smaller character set and back.
-- verdict: rows
-- why: letters become question marks or are refused

-- base
CREATE TABLE t (id int PRIMARY KEY, name varchar(50)) DEFAULT CHARSET=utf8mb4;
INSERT INTO t VALUES (1, 'abc  ');

-- up
ALTER TABLE t ADD title char(50) CHARACTER SET latin1;
UPDATE t SET title = name;
ALTER TABLE t DROP name;

-- down
ALTER TABLE t ADD name varchar(50);
UPDATE t SET name = title;
ALTER TABLE t DROP title;
