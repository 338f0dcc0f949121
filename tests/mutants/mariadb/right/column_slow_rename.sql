-- A column gets another name the slow way and back.
-- verdict: restored
-- why: both ways copy the values

-- base
CREATE TABLE t (id int PRIMARY KEY, name varchar(50));
INSERT INTO t VALUES (1, 'a '), (2, NULL);

-- up
ALTER TABLE t ADD title varchar(50);
UPDATE t SET title = name;
ALTER TABLE t DROP name;

-- down
ALTER TABLE t ADD name varchar(50);
UPDATE t SET name = title;
ALTER TABLE t DROP title;
