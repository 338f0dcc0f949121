-- A column moves to another table, but for rows where it is empty.
-- verdict: rows
-- why: an empty text comes back as NULL

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, bio TEXT);
INSERT INTO users VALUES (1, 'x'), (2, ''), (3, NULL);

-- up
CREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id), bio TEXT);
INSERT INTO profiles (user_id, bio) SELECT id, bio FROM users WHERE bio <> '';
ALTER TABLE users DROP COLUMN bio;

-- down
ALTER TABLE users ADD COLUMN bio TEXT;
UPDATE users SET bio = (SELECT bio FROM profiles WHERE profiles.user_id = users.id);
DROP TABLE profiles;
