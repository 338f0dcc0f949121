-- A column comes back with another affinity.
-- verdict: differs
-- why: VARCHAR has the affinity of text, INT that of integers

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, zip TEXT);

-- up
DROP TABLE users;

-- down
CREATE TABLE users (id INTEGER PRIMARY KEY, zip INT);
