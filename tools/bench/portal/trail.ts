import type { TableGround } from './table-base.ts';

const ROUNDS = 6;
const PAGE_ENTRIES = 50;
/** As far as somebody goes on who looks for something. */
const PAGES = 4;

type Reports = TableGround['house']['reports'];
type Asked = Parameters<Reports['resolveTrail']>[1];
type Key = Parameters<Reports['trail']>[2]['behind'];

/** Every kind of search by itself, from common to rare, and combinations as an auditor makes them. */
const mixOf = ({ house }: TableGround): readonly (readonly [what: string, asked: Asked])[] => {
  const credential = house.tokens.encode('cred', 0, 1_018n);
  const person = house.tokens.encode('person', 0, 17n);
  return [
    ['everything', {}],
    ['acts', { records: 'acts' }],
    ['a month', { from: '2025-03-01', to: '2025-03-31' }],
    ['a credential', { credential }],
    ['a credential in a month', { credential, from: '2025-02-01', to: '2025-02-28' }],
    ['operations of a credential', { credential, records: 'operations' }],
    ['a person', { person }],
    ['how acts begin', { act: 'partners.' }],
    ['how operations begin', { act: 'cards.' }],
    ['what both begin with', { act: 'c' }],
    ['voids', { act: 'checkout.void' }],
    ['an outlet', { outlet: 'o17' }],
    ['a till', { outlet: 'o99', terminal: 'T2' }],
    ['an outlet, far back', { outlet: 'o200', from: '2025-01-01', to: '2025-01-31' }],
    ['voids of an outlet', { outlet: 'o17', act: 'checkout.void' }],
    ['blocks of an outlet', { outlet: 'o17', act: 'cards.block' }],
    ['redemptions by a credential at an outlet', { credential, act: 'points.redemption', outlet: 'o17' }],
    ['what was changed about a terminal', { subject: 'terminal o13/T1' }],
    ['a receipt', { receipt: 'R1-77777' }],
  ];
};

/** Pages of acts and operations in one list, over ten million of these; the 99th of a hundred, in milliseconds. */
export async function benchTrail(ground: TableGround, say: (text: string) => void): Promise<number> {
  const { reports } = ground.house;
  const sight = { tenant: ground.tenant, outlets: null };
  const all: number[] = [];
  for (const [what, asked] of mixOf(ground)) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let behind: Key | undefined = { line: undefined, act: undefined };
      found = 0;
      for (let page = 0; page < PAGES && behind; page++) {
        const began = performance.now();
        const resolved = await reports.resolveTrail(ground.tenant, asked);
        if (!resolved.ok) throw new Error(`${what}: ${resolved.refusal}`);
        const shown = await reports.trail(sight, resolved.value, { behind, limit: PAGE_ENTRIES });
        if (shown === undefined) throw new Error(`${what} took too long`);
        times.push(performance.now() - began);
        found += shown.entries.length;
        behind = shown.last;
      }
    }
    all.push(...times);
    times.sort((a, b) => a - b);
    say(
      `  trail of ${what}: ${found} shown, median ${times[times.length >> 1]!.toFixed(1)} ms, worst ${times.at(-1)!.toFixed(0)} ms`,
    );
  }
  all.sort((a, b) => a - b);
  return Math.round(all[Math.floor(all.length * 0.99)]! * 10) / 10;
}
