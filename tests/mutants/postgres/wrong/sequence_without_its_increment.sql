-- A sequence comes back with other steps.
-- verdict: differs
-- why: INCREMENT and START are left out

-- base
CREATE SEQUENCE invoice_numbers START WITH 1000 INCREMENT BY 10;

-- up
DROP SEQUENCE invoice_numbers;

-- down
CREATE SEQUENCE invoice_numbers;
