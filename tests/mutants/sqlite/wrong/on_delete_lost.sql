-- A foreign key comes back without ON DELETE CASCADE.
-- verdict: differs
-- why: deleting a user fails from then on

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);

-- up
DROP TABLE posts;

-- down
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
