-- Columns move to a table of their own and back.
-- verdict: restored
-- why: every user has a row there

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, street TEXT, city TEXT);
INSERT INTO users VALUES (1, 'Main 1', 'Oslo'), (2, NULL, NULL);

-- up
CREATE TABLE addresses (user_id INTEGER PRIMARY KEY REFERENCES users (id), street TEXT, city TEXT);
INSERT INTO addresses SELECT id, street, city FROM users;
ALTER TABLE users DROP COLUMN street;
ALTER TABLE users DROP COLUMN city;

-- down
ALTER TABLE users ADD COLUMN street TEXT;
ALTER TABLE users ADD COLUMN city TEXT;
UPDATE users SET street = a.street, city = a.city FROM addresses a WHERE a.user_id = users.id;
DROP TABLE addresses;
