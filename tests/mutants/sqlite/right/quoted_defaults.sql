-- Names in four kinds of quotes are one.
-- verdict: restored
-- why: brackets, backticks and quotes mean the same

-- base
CREATE TABLE [order items] (id INTEGER PRIMARY KEY, `from` TEXT, "to" TEXT);
CREATE INDEX "i to" ON [order items] ("to");

-- up
DROP INDEX [i to];
ALTER TABLE "order items" RENAME TO items;

-- down
ALTER TABLE items RENAME TO "order items";
CREATE INDEX `i to` ON `order items` (`to`);
