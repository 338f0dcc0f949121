-- A rebuilt table comes back without its trigger.
-- verdict: differs
-- why: dropping a table drops its triggers

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, changed TEXT);
CREATE TRIGGER touched AFTER UPDATE OF email ON users BEGIN UPDATE users SET changed = datetime('now') WHERE id = NEW.id; END;

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, changed TEXT);
INSERT INTO users_new SELECT id, email, changed FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE TRIGGER touched AFTER UPDATE OF email ON users BEGIN UPDATE users SET changed = datetime('now') WHERE id = NEW.id; END;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, changed TEXT);
INSERT INTO users_new SELECT id, email, changed FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
