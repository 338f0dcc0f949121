-- Values are folded and stay folded.
-- verdict: rows
-- why: there is no way back from lower()

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users VALUES (1, 'Ann@Example.org');

-- up
UPDATE users SET email = lower(email);

-- down
UPDATE users SET email = upper(email);
