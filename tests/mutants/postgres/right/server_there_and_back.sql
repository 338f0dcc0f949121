-- A foreign server has another host for a while.
-- verdict: restored
-- why: SET goes both ways

-- base
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'a');

-- up
ALTER SERVER s OPTIONS (SET host 'b', ADD port '2');

-- down
ALTER SERVER s OPTIONS (SET host 'a', DROP port);
