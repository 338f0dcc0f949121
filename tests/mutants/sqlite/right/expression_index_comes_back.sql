-- An expression index comes back with other blanks.
-- verdict: restored
-- why: and the order said

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX t_name ON t (lower(name), id DESC) WHERE name IS NOT NULL;

-- up
DROP INDEX t_name;

-- down
CREATE INDEX "t_name" ON "t" ( LOWER( name ) , "id" DESC )
  WHERE name is not null;
