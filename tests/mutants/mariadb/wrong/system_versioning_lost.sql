-- A table does not keep its past any more.
-- verdict: differs
-- why: SYSTEM VERSIONING was an attribute of the table

-- base
CREATE TABLE prices (id bigint PRIMARY KEY, amount int) WITH SYSTEM VERSIONING;

-- up
DROP TABLE prices;

-- down
CREATE TABLE prices (id bigint PRIMARY KEY, amount int);
