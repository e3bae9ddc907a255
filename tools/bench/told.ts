import { isoFromInstant } from '../../server/src/kernel/instant.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { contentDigest, FAMILY, referenceBytes } from '../../server/src/platform/lanes/index.ts';
import { referenceSpaceOf } from '../../server/src/rooms/partners/index.ts';
import { cardOf, openHouse, readBase } from './base.ts';
import { CATEGORIES, numbers } from './messages.ts';

// Sales told as a file tells them: `told.ts URL FOLDER SECONDS`. No HTTP, a window of operations under way, the same decide as at
// the till. Prints operations per second.
const [url, folder, seconds] = process.argv.slice(2);
// Enough that a batch is never short, few enough that what is under way dies young: with a thousand a quarter of the time went to
// collecting.
const WINDOW = 300;
const WARM_UP_SECONDS = 15;

const base = readBase(folder);
const { house, database } = await openHouse(url, folder);
await house.machine.recallNames(0);
const principal = house.partners.authenticate(base.secret);
if ('ok' in principal) throw new Error(principal.refusal);
const till = house.partners.resolveTill(principal, {}, 'notice');
if (!till.ok) throw new Error(till.refusal);
const clock = systemClock();
const random = numbers(44);
const run = `told-${Date.now().toString(36)}`;
const tenant = till.program.tenant;
let told = 0;
let refused = 0;

async function tell(n: number): Promise<void> {
  const occurredAt = clock.now();
  const reference = {
    tenant,
    space: referenceSpaceOf(till as never),
    family: FAMILY.sale,
    reference: referenceBytes(`${run}-${n}`),
  };
  const lines = CATEGORIES.map((category, at) => ({
    ...{
      line: at + 1,
      sku: `sku-${Math.floor(random() * 9_000)}`,
      category,
      brand: '',
      labels: [],
      kind: 'product' as const,
    },
    ...{ quantity: 1_000n, gross: BigInt(50 + Math.floor(random() * 2_000)), discount: 0n, tax: 0n },
  }));
  const card = cardOf(Math.floor(random() * base.members));
  const text = {
    reference: `${run}-${n}`,
    occurredAt: isoFromInstant(occurredAt),
    card,
    lines: lines.map(({ sku, gross }) => [sku, gross]),
  };
  const input = {
    ...{
      till: till as never,
      reference,
      receivedAt: occurredAt,
      occurredAt,
      manner: 'notice' as const,
      exceptions: [],
      channel: 'file',
    },
    ...{
      identity: { card },
      isPhoneProved: false,
      lines,
      tenders: [],
      cardsSold: [],
      quote: undefined,
      isOffline: false,
      receiptNumber: undefined,
    },
    ...{ cashier: undefined, attributes: undefined, raw: undefined },
  };
  const outcome = await house.machine.submit(house.checkout.confirm, {
    tenant,
    reference,
    content: contentDigest(text),
    input,
  });
  if (outcome.ok) told++;
  else refused++;
}

let n = 0;
async function tellFor(forSeconds: number): Promise<number> {
  const before = told;
  const end = performance.now() + forSeconds * 1_000;
  await Promise.all(
    Array.from({ length: WINDOW }, async () => {
      while (performance.now() < end) await tell(n++);
    }),
  );
  return (told - before) / forSeconds;
}

await tellFor(WARM_UP_SECONDS);
const perSecond = await tellFor(Number(seconds));
console.log(JSON.stringify({ perSecond, refused, told }));
await house.stop();
await database.close();
