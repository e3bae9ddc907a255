// Merges for crash tests: run as a process of its own it makes pairs of members, sells to both and merges them meanwhile, as fast as it
// may, and writes down what was acknowledged, until it is told to stop or killed.

import { appendFileSync } from 'node:fs';
import { assert } from '../src/kernel/assert.ts';
import { FAMILY } from '../src/platform/lanes/index.ts';
import { memberArrival } from '../src/rooms/members/index.ts';
import { createMerge } from '../src/rooms/merging/merge.ts';
import { openCrashHouse } from './crash-till.ts';
import { line } from './sales.ts';

/** Where everything is, and how it behaves. `hasty`: a merge is acknowledged before its commit, which the check must find out. */
export type MergesRun = {
  readonly url: string;
  readonly folder: string;
  readonly name: string;
  readonly workers: number;
  readonly hasty: boolean;
};

/** A pair as it is written down, before its merge is sent and when it was acknowledged. */
export type WrittenPair = { readonly name: string; readonly stays: string; readonly goes: string };

const SALES_BEFORE = 2;

export async function mergePairs(run: MergesRun): Promise<void> {
  const { house, till, demo, close } = await openCrashHouse(run);
  const principal = house.partners.authenticate(demo.admin);
  assert(!('refusal' in principal), 'the demo credential is good');
  const { tenant } = principal;
  const program = house.programs.settings().programByCode(tenant, 'club');
  assert(program, 'the demo program is there');
  const write = (file: string, pair: WrittenPair): void =>
    appendFileSync(`${run.folder}/${file}`, `${JSON.stringify(pair)}\n`, { flush: true });
  const named = (reference: string) => ({ space: 0n, family: FAMILY.member, reference }) as const;
  const enrol = async (reference: string): Promise<string> => {
    const input = { tenant, program: program.program, channel: 'till', externalId: reference } as const;
    const outcome = await house.machine.submit(
      house.members.enrolment,
      memberArrival(house.keys, named(reference), input, input),
    );
    assert(outcome.ok, `somebody is enrolled: ${JSON.stringify(outcome)}`);
    return outcome.answer.member;
  };
  const sell = (member: string, reference: string) =>
    till.sell({ identity: { member }, reference, lines: [line(1, 1_000)] });
  const merge = createMerge(house);
  let isOver = false;
  process.stdin.once('data', () => (isOver = true));
  const work = async (worker: number): Promise<void> => {
    for (let k = 0; !isOver; k++) {
      const name = `${run.name}-${worker}-${k}`;
      try {
        const [stays, goes] = [await enrol(`${name}-stays`), await enrol(`${name}-goes`)];
        for (let n = 0; n < SALES_BEFORE; n++)
          await Promise.all([sell(stays, `${name}-s${n}`), sell(goes, `${name}-g${n}`)]);
        const pair = { name, stays, goes };
        write('sent', pair);
        if (run.hasty) write('acknowledged', pair);
        const input = { tenant, member: stays, other: goes, reason: 'duplicate' };
        const selling = [sell(stays, `${name}-s-late`), sell(goes, `${name}-g-late`)];
        const [merged] = await Promise.all([
          house.machine.submit(merge, memberArrival(house.keys, named(`${name}-merge`), input, input)),
          ...selling,
        ]);
        if (merged.ok && !run.hasty) write('acknowledged', pair);
      } catch {
        // Not known, or the database is away: nothing was acknowledged.
        await new Promise((later) => setTimeout(later, 50));
      }
    }
  };
  process.stdout.write('up\n');
  await Promise.all(Array.from({ length: run.workers }, (_, worker) => work(worker)));
  await close();
}

if (import.meta.main) {
  await mergePairs(JSON.parse(process.argv[2] as string) as MergesRun);
  process.exit(0);
}
