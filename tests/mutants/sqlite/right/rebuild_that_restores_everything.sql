-- A rebuilt table comes back with index, trigger and view.
-- verdict: restored
-- why: the recipe of the manual, in both directions

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT COLLATE NOCASE, changed TEXT DEFAULT (datetime('now')));
CREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;
CREATE TRIGGER touched AFTER UPDATE OF email ON users BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;
CREATE VIEW emails AS SELECT email FROM users;
INSERT INTO users VALUES (1, 'a@example.org', '2024-01-01');

-- up
DROP VIEW emails;
CREATE TABLE users_new (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT DEFAULT 'none' COLLATE NOCASE, changed TEXT DEFAULT (datetime('now')));
INSERT INTO users_new SELECT id, email, changed FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;
CREATE TRIGGER touched AFTER UPDATE OF email ON users BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;
CREATE VIEW emails AS SELECT email FROM users;

-- down
DROP VIEW emails;
CREATE TABLE users_new (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT COLLATE NOCASE, changed TEXT DEFAULT (datetime('now')));
INSERT INTO users_new SELECT id, email, changed FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;
CREATE TRIGGER touched AFTER UPDATE OF email ON users BEGIN UPDATE users SET changed = 'now' WHERE id = NEW.id; END;
CREATE VIEW emails AS SELECT email FROM users;
