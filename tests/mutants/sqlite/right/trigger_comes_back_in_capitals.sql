-- A trigger comes back in other letters.
-- verdict: note
-- why: it is the same name

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET b = 'x' WHERE id = new.id; END;

-- up
DROP TRIGGER tr;

-- down
CREATE TRIGGER TR AFTER INSERT ON t BEGIN UPDATE t SET b = 'x' WHERE id = new.id; END;
