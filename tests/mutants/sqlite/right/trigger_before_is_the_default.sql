-- A trigger comes back with BEFORE said.
-- verdict: restored
-- why: BEFORE is the default

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
CREATE TABLE log (a INT);
CREATE TRIGGER tt DELETE ON t BEGIN INSERT INTO log VALUES (OLD.a); END;

-- up
DROP TRIGGER tt;

-- down
CREATE TRIGGER tt BEFORE DELETE ON t BEGIN INSERT INTO log VALUES (OLD.a); END;
