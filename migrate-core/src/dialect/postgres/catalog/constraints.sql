SELECT o.conrelid::text, o.conindid::text, o.conname, o.contype::text, array_to_string(o.conkey, chr(29)),
  CASE WHEN o.contype = 'f' THEN (
    SELECT n.nspname FROM pg_class f JOIN pg_namespace n ON n.oid = f.relnamespace WHERE f.oid = o.confrelid) END,
  CASE WHEN o.contype = 'f' THEN (SELECT f.relname FROM pg_class f WHERE f.oid = o.confrelid) END,
  CASE WHEN o.contype = 'f' THEN array_to_string(ARRAY(
    SELECT (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = o.confrelid AND a.attnum = num)
    FROM unnest(o.confkey) num), chr(29)) END,
  o.confdeltype::text, o.confupdtype::text, o.condeferrable::text, o.condeferred::text,
  o.convalidated::text, o.connoinherit::text, o.confmatchtype::text,
  CASE WHEN o.contype = 'x' THEN pg_get_constraintdef(o.oid) END, pg_get_expr(o.conbin, o.conrelid),
  array_to_string(o.to_set, chr(29)), o.is_enforced::text, o.is_period::text, o.conislocal::text
-- What a version does not have yet is what these say: the inner names hide them where there are some.
FROM (SELECT NULL::smallint[] AS confdelsetcols, true AS conenforced, false AS conperiod) missing
  CROSS JOIN LATERAL (SELECT o.*, confdelsetcols AS to_set, conenforced AS is_enforced,
    conperiod AS is_period FROM pg_constraint o) o
WHERE o.connamespace IN (SELECT n.oid FROM mine n) /* touched: o.conrelid = ANY ($1) */
  AND o.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND o.conrelid <> 0
