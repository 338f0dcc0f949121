-- An update in the down is noticed by a trigger.
-- verdict: rows
-- why: a line in the log says that somebody changed the role

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, role TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT);
CREATE TRIGGER logged AFTER UPDATE ON users BEGIN INSERT INTO log (line) VALUES ('user ' || NEW.id); END;
INSERT INTO users VALUES (1, 'editor');

-- up
UPDATE users SET role = 'author' WHERE role = 'editor';

-- down
UPDATE users SET role = 'editor' WHERE role = 'author';
