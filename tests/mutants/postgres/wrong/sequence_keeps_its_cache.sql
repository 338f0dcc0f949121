-- A cache for a bulk load stays.
-- verdict: differs
-- why: numbers are handed out in blocks of 1000 from then on

-- base
CREATE SEQUENCE invoice_numbers;
CREATE TABLE invoices (number bigint PRIMARY KEY DEFAULT nextval('invoice_numbers'), body text);

-- up
ALTER SEQUENCE invoice_numbers CACHE 1000;
ALTER TABLE invoices ADD COLUMN sent boolean;

-- down
ALTER TABLE invoices DROP COLUMN sent;
