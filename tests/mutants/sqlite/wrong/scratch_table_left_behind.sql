-- The table of the rebuild stays.
-- verdict: differs
-- why: the second up finds it in its way

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'ann');

-- up
CREATE TABLE users_backup AS SELECT * FROM users;
UPDATE users SET name = upper(name);

-- down
UPDATE users SET name = (SELECT name FROM users_backup b WHERE b.id = users.id);
