-- A foreign key comes back without MATCH FULL.
-- verdict: differs
-- why: half a key passes unchecked

-- base
CREATE TABLE places (country text, city text, PRIMARY KEY (country, city));
CREATE TABLE shops (id bigint PRIMARY KEY, country text, city text, CONSTRAINT shops_place FOREIGN KEY (country, city) REFERENCES places MATCH FULL);

-- up
ALTER TABLE shops DROP CONSTRAINT shops_place;

-- down
ALTER TABLE shops ADD CONSTRAINT shops_place FOREIGN KEY (country, city) REFERENCES places;
