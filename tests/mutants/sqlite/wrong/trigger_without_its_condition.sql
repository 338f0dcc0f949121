-- A trigger comes back without WHEN.
-- verdict: differs
-- why: it fires for every row now

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, changed TEXT);
CREATE TRIGGER touched AFTER UPDATE ON users WHEN OLD.email <> NEW.email BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;

-- up
DROP TRIGGER touched;

-- down
CREATE TRIGGER touched AFTER UPDATE ON users BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;
