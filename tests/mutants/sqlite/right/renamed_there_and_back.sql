-- A table and a column are renamed and renamed back.
-- verdict: restored
-- why: indexes, triggers and views follow

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);
CREATE INDEX users_mail ON users (mail);
CREATE VIEW mails AS SELECT mail FROM users;
CREATE TRIGGER stamped AFTER INSERT ON users BEGIN UPDATE users SET mail = lower(mail) WHERE id = NEW.id; END;
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users RENAME TO accounts;
ALTER TABLE accounts RENAME COLUMN mail TO email;

-- down
ALTER TABLE accounts RENAME COLUMN email TO mail;
ALTER TABLE accounts RENAME TO users;
