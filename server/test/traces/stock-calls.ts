import { must } from '../house.ts';
import type { Places } from '../places.ts';
import type { TracedCalls } from './traced-call.ts';

const RANGE = { type: 'bonus', length: 12, checkDigit: 'none' };

/** The range of which the walk makes cards. */
async function range({ house, make }: Places): Promise<string> {
  const code = 'traced';
  if (!house.cards.settings().rangeByCode(house.tenant, code))
    await make('POST /v1/card-ranges', { ...RANGE, code, prefix: '551300' });
  return code;
}

let ranges = 0;
const newRange = ({ next }: Places) => ({
  ...RANGE,
  code: next(),
  prefix: `5514${String((ranges += 1)).padStart(2, '0')}`,
});

const order = async (places: Places) => ({ reference: places.next(), range: await range(places), quantity: 3 });
const ordered = async (places: Places): Promise<string> =>
  (await places.make('POST /v1/card-batches', await order(places))).batch ?? '';

/** A batch whose cards are there, and for nobody yet. */
async function whole(places: Places): Promise<string> {
  const { house } = places;
  const name = await ordered(places);
  const found = must(await house.cards.findBatch(house.tenant, house.tokens.decode('cbat', name)!.id));
  await house.cards.generateBatch(found.batch);
  return name;
}

const suspension = async (places: Places) => ({
  ...{ reference: places.next(), range: await range(places), reason: 'fraud', effects: ['spend'] },
});

export const stockCalls: TracedCalls = {
  'POST /v1/card-ranges': (places) => ({ body: newRange(places) }),
  'POST /v1/card-ranges/:range/close': async (places) => {
    const made = newRange(places);
    await places.make('POST /v1/card-ranges', made);
    return { params: [made.code] };
  },
  'POST /v1/card-batches': async (places) => ({ body: await order(places) }),
  'POST /v1/card-batches/:batch/abandon': async (places) => ({ params: [await ordered(places)] }),
  'POST /v1/card-batches/:batch/release': async (places) => ({ params: [await whole(places)] }),
  'POST /v1/card-batches/:batch/custody': async (places) => ({
    params: [await whole(places)],
    body: { reference: places.next(), stage: 'handed_over', holder: 'Carrier Norte, van 7' },
  }),
  'POST /v1/card-batches/:batch/destroy': async (places) => ({ params: [await whole(places)], body: {} }),
  'POST /v1/card-batches/:batch/print-release': async (places) => ({
    params: [await whole(places)],
    body: { reference: places.next() },
  }),
  'POST /v1/card-orders': async (places) => ({
    body: { reference: places.next(), range: await range(places), cards: [{}] },
  }),
  'PUT /v1/card-contact': (places) => ({ body: { reference: places.next(), email: 'owner@example.com' } }),
  'POST /v1/card-suspensions': async (places) => ({ body: await suspension(places) }),
  'POST /v1/card-suspensions/:suspension/lift': async (places) => ({
    params: [(await places.make('POST /v1/card-suspensions', await suspension(places))).suspension ?? ''],
  }),
};
