-- A second function is taken for the first.
-- verdict: differs
-- why: another list of arguments makes an overload, which CREATE OR REPLACE of the old one leaves alone

-- base
CREATE FUNCTION greet(name text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || name $$;

-- up
CREATE OR REPLACE FUNCTION greet(name text, title text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || title || ' ' || name $$;

-- down
CREATE OR REPLACE FUNCTION greet(name text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || name $$;
