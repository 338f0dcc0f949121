-- A rewrite rule goes with its table.
-- verdict: differs
-- why: rules are in no ORM's model

-- base
CREATE TABLE log (id bigint PRIMARY KEY, line text);
CREATE RULE keep AS ON DELETE TO log DO INSTEAD NOTHING;

-- up
DROP TABLE log;

-- down
CREATE TABLE log (id bigint PRIMARY KEY, line text);
