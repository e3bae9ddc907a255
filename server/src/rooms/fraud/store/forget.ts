import { statement } from '../../../platform/database/sql.ts';

// Of days that no window reaches any more. What a signal stands on stays with it.
const SIGNALLED = `exists (select 1 from fraud.signal as signal
     where signal.subject = old.subject and old.counted_on between signal.window_from and signal.window_until)`;

/** $1 the first day that is kept, $2 how many at once. */
export const forgetCounted = statement<{ lane: number }>(
  'fraud.forgetCounted',
  `delete from fraud.counted as held using (
     select old.lane, old.seq, old.subject from fraud.counted as old
      where old.counted_on < $1::date and not ${SIGNALLED} order by old.counted_on limit $2) as gone
    where held.lane = gone.lane and held.seq = gone.seq and held.subject = gone.subject
   returning held.lane`,
);
export const forgetTallies = statement<{ subject: bigint }>(
  'fraud.forgetTallies',
  `delete from fraud.tally as held using (
     select old.subject, old.counted_on from fraud.tally as old
      where old.counted_on < $1::date and not ${SIGNALLED} limit $2) as gone
    where held.subject = gone.subject and held.counted_on = gone.counted_on
   returning held.subject`,
);
export const forgetVoided = statement<{ lane: number }>(
  'fraud.forgetVoided',
  `delete from fraud.voided as held using (
     select lane, seq from fraud.voided where voided_on < $1::date limit $2) as gone
    where held.lane = gone.lane and held.seq = gone.seq
   returning held.lane`,
);
