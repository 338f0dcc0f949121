-- Columns move to a table of their own and back.
-- verdict: note
-- why: every user has a row there, and the columns were the last

-- base
CREATE TABLE users (id bigint PRIMARY KEY, street text, city text, email text NOT NULL);
INSERT INTO users VALUES (1, 'Main 1', 'Oslo', 'a@example.org'), (2, NULL, NULL, 'b@example.org');

-- up
CREATE TABLE addresses (user_id bigint PRIMARY KEY REFERENCES users, street text, city text);
INSERT INTO addresses SELECT id, street, city FROM users;
ALTER TABLE users DROP COLUMN street, DROP COLUMN city;

-- down
ALTER TABLE users ADD COLUMN street text, ADD COLUMN city text;
UPDATE users SET street = a.street, city = a.city FROM addresses a WHERE a.user_id = users.id;
DROP TABLE addresses;
