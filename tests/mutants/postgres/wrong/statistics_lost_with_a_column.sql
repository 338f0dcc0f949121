-- Extended statistics go with one of their columns.
-- verdict: differs
-- why: the planner is wrong again, without a word

-- base
CREATE TABLE addresses (id bigint PRIMARY KEY, zip text, city text);
CREATE STATISTICS zip_city (dependencies) ON zip, city FROM addresses;

-- up
ALTER TABLE addresses DROP COLUMN city;

-- down
ALTER TABLE addresses ADD COLUMN city text;
