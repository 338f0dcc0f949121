-- The relations that were touched, or show something that was; zero where that may be more than
-- relations.
WITH RECURSIVE touched AS (
  DELETE FROM information_schema.migrate_touched RETURNING class, id
), seen AS (
  SELECT class, id FROM touched WHERE id IS NOT NULL
  UNION ALL SELECT 'pg_class'::regclass, k.conrelid FROM touched t JOIN pg_constraint k ON k.oid = t.id
  WHERE t.class = 'pg_constraint'::regclass AND k.conrelid <> 0
), direct AS (
  SELECT class, id FROM seen
  UNION SELECT t.class, h.inhrelid FROM direct t JOIN pg_inherits h ON h.inhparent = t.id
  WHERE t.class = 'pg_class'::regclass
), named AS (
  SELECT class, id FROM direct
  UNION SELECT 'pg_type'::regclass, o.reltype FROM direct t JOIN pg_class o ON o.oid = t.id
  WHERE t.class = 'pg_class'::regclass
  UNION SELECT 'pg_type'::regclass, y.typarray FROM direct t JOIN pg_class o ON o.oid = t.id
    JOIN pg_type y ON y.oid = o.reltype
  WHERE t.class = 'pg_class'::regclass
), near AS (
  SELECT class, id FROM direct
  UNION SELECT d.classid, d.objid FROM named t
    JOIN pg_depend d ON d.refclassid = t.class AND d.refobjid = t.id
  WHERE t.id <> 0 AND d.deptype <> 'e'
), found AS (
  SELECT CASE n.class
    WHEN 'pg_class'::regclass THEN coalesce((SELECT CASE
        WHEN o.relkind IN ('r', 'p', 'v', 'm', 'S', 't') THEN o.oid
        WHEN o.relkind IN ('i', 'I') THEN (SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = o.oid)
        ELSE 0 END
      FROM pg_class o WHERE o.oid = n.id), n.id)
    WHEN 'pg_constraint'::regclass THEN (SELECT k.conrelid FROM pg_constraint k WHERE k.oid = n.id)
    WHEN 'pg_trigger'::regclass THEN (SELECT g.tgrelid FROM pg_trigger g WHERE g.oid = n.id)
    WHEN 'pg_rewrite'::regclass THEN (SELECT r.ev_class FROM pg_rewrite r WHERE r.oid = n.id)
    WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy p WHERE p.oid = n.id)
    WHEN 'pg_attrdef'::regclass THEN (SELECT d.adrelid FROM pg_attrdef d WHERE d.oid = n.id)
    WHEN 'pg_type'::regclass THEN coalesce((SELECT o.oid FROM pg_type y
        JOIN pg_class o ON o.oid = coalesce(nullif(y.typrelid, 0),
          (SELECT row.typrelid FROM pg_type row WHERE row.oid = y.typelem))
      WHERE y.oid = n.id AND o.relkind <> 'c'), 0)
    ELSE 0 END AS relation
  FROM near n
)
SELECT DISTINCT f.relation::text, EXISTS (SELECT 1 FROM pg_class o WHERE o.oid = f.relation)::text
FROM found f WHERE f.relation IS NOT NULL
