-- A trigger with its rows as a table comes back.
-- verdict: restored
-- why: STATEMENT and PROCEDURE are spelled otherwise

-- base
CREATE TABLE t (id int, a text);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM count(*) FROM fresh; RETURN NULL; END';
CREATE TRIGGER tt AFTER INSERT ON t REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tf();

-- up
DROP TRIGGER tt ON t;

-- down
CREATE TRIGGER tt AFTER INSERT ON t REFERENCING NEW TABLE fresh EXECUTE PROCEDURE tf();
