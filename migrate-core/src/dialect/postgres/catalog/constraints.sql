SELECT o.conrelid, o.conindid, o.conname, o.contype, o.conkey, o.confrelid, o.confkey,
  o.confdeltype, o.confupdtype, o.condeferrable, o.condeferred, o.convalidated, o.connoinherit, o.confmatchtype,
  CASE WHEN o.contype = 'x' THEN pg_get_constraintdef(o.oid) END, pg_get_expr(o.conbin, o.conrelid),
  o.to_set, o.is_enforced, o.is_period, o.conislocal
-- What a version does not have yet is what these say: the inner names hide them where there are some.
FROM (SELECT NULL::smallint[] AS confdelsetcols, true AS conenforced, false AS conperiod) missing
  CROSS JOIN LATERAL (SELECT o.*, confdelsetcols AS to_set, conenforced AS is_enforced,
    conperiod AS is_period FROM pg_constraint o) o
WHERE o.connamespace IN (SELECT n.oid FROM mine n) /* touched: o.conrelid = ANY ($1) */
  AND o.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND o.conrelid <> 0
