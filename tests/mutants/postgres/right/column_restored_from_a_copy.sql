-- A dropped column comes back with its values.
-- verdict: note
-- why: only its position is another

-- base
CREATE TABLE users (id bigint PRIMARY KEY, nick text, email text NOT NULL);
INSERT INTO users VALUES (1, 'ann', 'a@example.org'), (2, NULL, 'b@example.org');

-- up
CREATE TABLE users_nick AS SELECT id, nick FROM users;
ALTER TABLE users DROP COLUMN nick;

-- down
ALTER TABLE users ADD COLUMN nick text;
UPDATE users SET nick = saved.nick FROM users_nick saved WHERE saved.id = users.id;
DROP TABLE users_nick;
