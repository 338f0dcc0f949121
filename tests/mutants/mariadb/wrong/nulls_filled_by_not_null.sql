-- Nulls are filled for NOT NULL and stay filled.
-- verdict: rows
-- why: which ones were null is not known any more

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));
INSERT INTO users VALUES (1, NULL), (2, '');

-- up
UPDATE users SET name = '' WHERE name IS NULL;
ALTER TABLE users MODIFY name varchar(50) NOT NULL;

-- down
ALTER TABLE users MODIFY name varchar(50);
