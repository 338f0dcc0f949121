-- A foreign key comes back undeferred.
-- verdict: differs
-- why: pragmas do not show it

-- base
CREATE TABLE teams (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE members (id INTEGER PRIMARY KEY);

-- up
DROP TABLE teams;

-- down
CREATE TABLE teams (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES members (id));
