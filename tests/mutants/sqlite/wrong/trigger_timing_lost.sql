-- A trigger comes back before the change.
-- verdict: differs
-- why: AFTER is not said again

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
CREATE TABLE log (a INT);
CREATE TRIGGER tt AFTER DELETE ON t BEGIN INSERT INTO log VALUES (OLD.a); END;

-- up
DROP TRIGGER tt;

-- down
CREATE TRIGGER tt DELETE ON t BEGIN INSERT INTO log VALUES (OLD.a); END;
