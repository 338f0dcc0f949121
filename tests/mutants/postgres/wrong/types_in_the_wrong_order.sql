-- A type goes before the domain over it.
-- verdict: fails
-- why: the domain needs it

-- base
CREATE TABLE t (id int);

-- up
CREATE TYPE color AS ENUM ('red', 'green');
CREATE DOMAIN paint AS color;

-- down
DROP TYPE color;
DROP DOMAIN paint;
