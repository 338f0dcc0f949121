-- A function comes back without IMMUTABLE.
-- verdict: differs
-- why: CREATE OR REPLACE sets what is not mentioned to its default

-- base
CREATE FUNCTION slug(title text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(title) $$;

-- up
CREATE OR REPLACE FUNCTION slug(title text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT replace(lower(title), ' ', '-') $$;

-- down
CREATE OR REPLACE FUNCTION slug(title text) RETURNS text LANGUAGE sql AS $$ SELECT lower(title) $$;
