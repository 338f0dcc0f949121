-- A trigger comes back with another condition.
-- verdict: differs
-- why: IS NOT is not <>

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
CREATE TABLE log (a INT);
CREATE TRIGGER tt AFTER UPDATE OF a ON t WHEN OLD.a IS NOT NEW.a BEGIN INSERT INTO log VALUES (NEW.a); END;

-- up
DROP TRIGGER tt;

-- down
CREATE TRIGGER tt AFTER UPDATE OF a ON t WHEN OLD.a <> NEW.a BEGIN INSERT INTO log VALUES (NEW.a); END;
