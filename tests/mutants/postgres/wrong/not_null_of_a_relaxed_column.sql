-- A column that was relaxed stays nullable.
-- verdict: differs
-- why: the down takes back the new column and forgets the old one

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users ALTER COLUMN email DROP NOT NULL, ADD COLUMN phone text;

-- down
ALTER TABLE users DROP COLUMN phone;
