-- A function comes back with its body broken into lines otherwise.
-- verdict: note
-- why: blanks between words mean nothing

-- base
CREATE FUNCTION total(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;

-- up
CREATE OR REPLACE FUNCTION total(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(a, 0) + coalesce(b, 0) $$;

-- down
CREATE OR REPLACE FUNCTION total(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT a + b
$$;
