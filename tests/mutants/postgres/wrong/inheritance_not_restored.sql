-- A table does not inherit any more.
-- verdict: differs
-- why: NO INHERIT has its opposite in INHERIT

-- base
CREATE TABLE capitals_and_towns (name text);
CREATE TABLE capitals (country text) INHERITS (capitals_and_towns);

-- up
ALTER TABLE capitals NO INHERIT capitals_and_towns;

-- down
COMMENT ON TABLE capitals IS NULL;
