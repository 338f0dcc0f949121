-- A primary key loses the name it had.
-- verdict: differs
-- why: ADD PRIMARY KEY names it after the table

-- base
CREATE TABLE orders (id bigint NOT NULL, tenant integer NOT NULL, CONSTRAINT pk_orders PRIMARY KEY (id));
INSERT INTO orders VALUES (1, 1);

-- up
ALTER TABLE orders DROP CONSTRAINT pk_orders;
ALTER TABLE orders ADD PRIMARY KEY (tenant, id);

-- down
ALTER TABLE orders DROP CONSTRAINT orders_pkey;
ALTER TABLE orders ADD PRIMARY KEY (id);
