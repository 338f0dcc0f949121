-- A UUID is a text for a while.
-- verdict: restored
-- why: its text says exactly what it is

-- base
CREATE TABLE t (id uuid NOT NULL DEFAULT uuid() PRIMARY KEY, a int);
INSERT INTO t VALUES ('6f9619ff-8b86-d011-b42d-00c04fc964ff', 1);

-- up
ALTER TABLE t MODIFY id varchar(36) NOT NULL;

-- down
ALTER TABLE t MODIFY id uuid NOT NULL DEFAULT uuid();
