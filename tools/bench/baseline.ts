import type { Refusal } from '../../server/src/kernel/refusal.ts';
import type { House } from '../../server/src/app/compose.ts';
import type { Database } from '../../server/src/platform/database/database.ts';
import { statement } from '../../server/src/platform/database/sql.ts';
import {
  Desk,
  Facts,
  NeedsFacts,
  ownerSheet,
  referenceSheet,
  want,
  type LaneMachine,
  type Plan,
} from '../../server/src/platform/lanes/index.ts';
import { readClock } from '../../server/src/platform/lanes/lane.ts';
import { SHEETS } from '../../server/src/app/sheets.ts';
import { journalWriter, type JournalEntry } from '../../server/src/rooms/ledger/index.ts';

const lockOwners = statement(
  'bench.lockOwners',
  `select owner.owner from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join lanes.owner as owner using (lane, owner) order by owner.lane, owner.owner for update of owner`,
);

/** Where the baseline's own numbers begin: the journal's second piece, behind what runs before have written there. */
export async function firstNumber(database: Database): Promise<bigint> {
  const [{ last }] = await database.query<{ last: bigint }>(
    'select coalesce(max(seq), 10000000)::bigint as last from ledger.journal where seq > 10000000',
  );
  return last + 1n;
}

/**
 * The plain way, as a competent team would write it: one PostgreSQL transaction per operation, the owner's row locked, the
 * same facts, the same decide, the same rows, the same constraints. It is spared the chain and the lane's gapless numbers:
 * those need an order that one row per sale cannot give at this rate.
 */
export function createBaseline(
  house: House,
  database: Database,
  first: bigint,
): Pick<LaneMachine<JournalEntry>, 'submit'> {
  let seq = first;
  return {
    async submit(operation, arrival) {
      const plan = await operation.resolve(arrival.input, house.machine.look);
      if ('ok' in plan) return plan as Refusal;
      const chosen = plan as Plan & typeof plan;
      return database.transaction(async (tx) => {
        const facts = new Facts();
        const locked = tx.run(lockOwners, [
          chosen.owners.map((one) => one.lane),
          chosen.owners.map((one) => one.owner),
        ]);
        const clock = tx.run(readClock);
        const wants = [
          ...chosen.wants,
          ...chosen.owners.map((one) => want(ownerSheet, one)),
          ...(arrival.reference ? [want(referenceSheet, arrival.reference)] : []),
        ];
        await Promise.all([locked, clock, facts.load(tx, wants)]);
        const recordedAt = (await clock)[0].now;
        await facts.load(
          tx,
          operation.foresee?.(arrival.input, plan as never, { peek: (sheet, key) => facts.peek(sheet, key) }) ?? [],
        );
        for (;;) {
          const upto = new Map(chosen.owners.map((one) => [one.lane, seq]));
          seq += 16n;
          const desk = new Desk<JournalEntry>(facts, upto, recordedAt);
          try {
            const decided = operation.decide(arrival.input, plan as never, desk);
            if (!decided.ok) return decided;
            if (arrival.reference && arrival.content) {
              const { lane, seq: at } = decided;
              desk.put(referenceSheet, arrival.reference, {
                ...arrival.reference,
                outcome: 'b',
                content: arrival.content,
                lane,
                seq: at,
              });
            }
            facts.accept(desk.puts);
            const sealed = journalWriter.seal(desk.entries, recordedAt);
            await Promise.all([...facts.write(tx, SHEETS), ...journalWriter.write(tx, sealed, [], recordedAt)]);
            return {
              ok: true,
              repeated: false,
              answer: operation.present(decided.record as never, { ...decided, recordedAt, repeated: false }),
            };
          } catch (error) {
            if (!(error instanceof NeedsFacts)) throw error;
            await facts.load(tx, error.wants);
          }
        }
      }) as never;
    },
  };
}
