-- A function comes back with its body broken into lines otherwise.
-- verdict: note
-- why: blanks between words mean nothing

-- base
CREATE FUNCTION with_tax(net decimal(10, 2)) RETURNS decimal(10, 2) DETERMINISTIC RETURN net * 1.19;

-- up
DROP FUNCTION with_tax;
CREATE FUNCTION with_tax(net decimal(10, 2)) RETURNS decimal(10, 2) DETERMINISTIC RETURN round(net * 1.19, 2);

-- down
DROP FUNCTION with_tax;
CREATE FUNCTION with_tax(net decimal(10, 2)) RETURNS decimal(10, 2) DETERMINISTIC
    RETURN net  *  1.19;
