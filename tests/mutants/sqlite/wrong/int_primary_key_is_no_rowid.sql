-- A key comes back as INT PRIMARY KEY.
-- verdict: differs
-- why: only INTEGER PRIMARY KEY is the rowid

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);

-- up
DROP TABLE users;

-- down
CREATE TABLE users (id INT PRIMARY KEY, name TEXT);
