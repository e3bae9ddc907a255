-- Why: a redemption without receipt is reversed in parts; what was given back in all must be known under the lock.
-- Lock: none, the table is new. Time at 3M members: none. Undo: drop the table while no redemption was reversed.

-- (lane, seq) is the redemption. restore_order is that of the first reversal: under another one later parts would meet lots
-- that are full again.
create table points.reversal (
  lane int not null,
  seq bigint not null,
  amount bigint not null,
  reversed bigint not null,
  restore_order text collate "C" not null,
  primary key (lane, seq),
  constraint reversal_in_bounds check (reversed > 0 and reversed <= amount),
  constraint reversal_order_known check (restore_order in ('last_taken_first', 'first_taken_first'))
);
