-- Rows are changed by way of a view.
-- verdict: rows
-- why: the table below it has the new values

-- base
CREATE TABLE users (id int PRIMARY KEY, name text);
INSERT INTO users VALUES (1, 'Ann'), (2, NULL);
CREATE VIEW names AS SELECT id, name FROM users;

-- up
UPDATE names SET name = 'unknown';

-- down
SELECT 1;
