-- Blanks are trimmed.
-- verdict: rows
-- why: nobody knows where they were

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name text);
INSERT INTO users VALUES (1, ' ann ');

-- up
UPDATE users SET name = trim(name);
ALTER TABLE users ADD CONSTRAINT trimmed CHECK (name = trim(name));

-- down
ALTER TABLE users DROP CONSTRAINT trimmed;
