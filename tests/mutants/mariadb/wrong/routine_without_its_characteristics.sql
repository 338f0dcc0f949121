-- A function comes back without DETERMINISTIC.
-- verdict: differs
-- why: with a binary log it may not be made at all

-- base
CREATE FUNCTION with_tax(net decimal(10, 2)) RETURNS decimal(10, 2) DETERMINISTIC RETURN net * 1.19;

-- up
DROP FUNCTION with_tax;

-- down
CREATE FUNCTION with_tax(net decimal(10, 2)) RETURNS decimal(10, 2) RETURN net * 1.19;
