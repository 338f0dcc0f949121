-- A trigger comes back for every column.
-- verdict: differs
-- why: OF email is left out

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, changed TEXT);
CREATE TRIGGER touched AFTER UPDATE OF email ON users BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;

-- up
DROP TRIGGER touched;

-- down
CREATE TRIGGER touched AFTER UPDATE ON users BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;
