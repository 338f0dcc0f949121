-- A foreign server keeps the host that it got.
-- verdict: differs
-- why: DROP is not SET

-- base
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'a', port '1');

-- up
ALTER SERVER s OPTIONS (SET host 'b');

-- down
ALTER SERVER s OPTIONS (DROP host);
