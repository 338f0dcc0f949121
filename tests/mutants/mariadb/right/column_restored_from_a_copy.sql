-- A dropped column comes back with its values.
-- verdict: restored
-- why: and in its place

-- base
CREATE TABLE users (id bigint PRIMARY KEY, nick varchar(50), email varchar(100) NOT NULL);
INSERT INTO users VALUES (1, 'ann', 'a@example.org'), (2, NULL, 'b@example.org');

-- up
CREATE TABLE users_nick (id bigint PRIMARY KEY, nick varchar(50));
INSERT INTO users_nick SELECT id, nick FROM users;
ALTER TABLE users DROP COLUMN nick;

-- down
ALTER TABLE users ADD COLUMN nick varchar(50) AFTER id;
UPDATE users JOIN users_nick saved ON saved.id = users.id SET users.nick = saved.nick;
DROP TABLE users_nick;
