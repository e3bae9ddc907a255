-- Why: promotions count stamps on a card and purchases in a row; both must be known before the next purchase is decided.
-- Lock: members.member for a moment; a constant default writes no row. Time at 3M members: none. Undo: drop the column.

alter table members.member add column counters jsonb not null default '{}';
