-- A column and a table are renamed and renamed back.
-- verdict: restored
-- why: constraints and indexes keep the names they had

-- base
CREATE TABLE users (id bigserial PRIMARY KEY, mail text UNIQUE);
INSERT INTO users (mail) VALUES ('a@example.org');

-- up
ALTER TABLE users RENAME COLUMN mail TO email;
ALTER TABLE users RENAME TO accounts;

-- down
ALTER TABLE accounts RENAME TO users;
ALTER TABLE users RENAME COLUMN email TO mail;
