-- One ALTER is undone by several.
-- verdict: restored
-- why: the order is turned about

-- base
CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL);
INSERT INTO t (name) VALUES ('a'), ('b');

-- up
ALTER TABLE t ADD COLUMN email varchar(100) NULL AFTER name, ADD COLUMN age tinyint unsigned, ADD UNIQUE KEY uq_email (email), ADD INDEX idx_age (age);

-- down
ALTER TABLE t DROP INDEX idx_age;
ALTER TABLE t DROP INDEX uq_email;
ALTER TABLE t DROP COLUMN age;
ALTER TABLE t DROP COLUMN email;
