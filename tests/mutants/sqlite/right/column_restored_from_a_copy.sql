-- A dropped column comes back with its values.
-- verdict: note
-- why: only its position is another

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT, email TEXT NOT NULL);
INSERT INTO users VALUES (1, 'ann', 'a@example.org'), (2, NULL, 'b@example.org');

-- up
CREATE TABLE users_nick (id INTEGER PRIMARY KEY, nick TEXT);
INSERT INTO users_nick SELECT id, nick FROM users;
ALTER TABLE users DROP COLUMN nick;

-- down
ALTER TABLE users ADD COLUMN nick TEXT;
UPDATE users SET nick = (SELECT nick FROM users_nick saved WHERE saved.id = users.id);
DROP TABLE users_nick;
