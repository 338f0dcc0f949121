-- A sequence that belongs to no column is dropped, and made again as it was written.
-- verdict: rows
-- why: numbers of invoices are given out a second time

-- base
CREATE SEQUENCE invoices;
SELECT nextval('invoices'), nextval('invoices');

-- up
DROP SEQUENCE invoices;

-- down
CREATE SEQUENCE invoices;
