import { FAMILY, referenceBytes, contentDigest } from '../../server/src/platform/lanes/index.ts';
import type { TermsContent } from '../../server/src/rooms/giftcards/index.ts';
import { openHouse } from './base.ts';
import { runLoad, type Measured, type Script } from './load.ts';
import { numbers } from './messages.ts';
import type { BenchGround, Figures } from './sale.ts';
import { startServer } from './server-process.ts';

const CARDS = 20_000;
const ACTIVATED_AT_ONCE = 1_000;
const CONNECTIONS = 64;
const WARM_UP_SECONDS = 15;
const FAILED_SHARE_MAX = 0.01;
const PREFIX = '8801';
const NUMBER_LENGTH = 16;

const TERMS: TermsContent = {
  numbers: { prefix: PREFIX, length: NUMBER_LENGTH, checkDigit: 'none' },
  ...{ pin: 'none', partial: 'by_caller', reload: true, transfer: true, voidHours: 24 },
  ...{ expiry: 'never', promotionalExpiry: 'never' },
};

/** Redemptions of gift cards over HTTP: on many cards, and on one that everybody pays with. */
export async function benchGiftcards(ground: BenchGround): Promise<Figures> {
  const cards = await activateCards(ground);
  const figures: Figures = {};
  const server = await startServer(ground.url, ground.folder, 'lanes');
  try {
    const loads: [name: string, pick: (random: number) => string][] = [
      ['http', (random) => cards[1 + Math.floor(random * (cards.length - 1))]!],
      ['hot', () => cards[0]!],
    ];
    for (const [name, pick] of loads) {
      const measured = await runLoad(redemptions(`${name}-${Date.now().toString(36)}`, pick), {
        port: server.port,
        secret: ground.base.secret,
        connections: CONNECTIONS,
        seconds: ground.seconds,
        warmUpSeconds: Math.min(WARM_UP_SECONDS, ground.seconds),
      });
      tell(ground, name, measured);
      figures[`giftcard.${name}.per_second`] = Math.round(measured.perSecond);
      figures[`giftcard.${name}.p99_ms`] = Math.round(measured.p99 * 10) / 10;
    }
  } finally {
    await server.stop();
  }
  return figures;
}

/** One cent from a card, under a name of its own. */
function redemptions(run: string, pick: (random: number) => string): Script {
  const random = numbers(44);
  let n = 0;
  return () => ({
    path: '/v1/gift-cards/redeem',
    body: `{"reference":"${run}-${++n}","card":{"number":"${pick(random())}"},"amount":"0.01"}`,
  });
}

/** Cards with enough on them for every run, activated through the lane machine as tills do. */
async function activateCards({ url, folder, base, say }: BenchGround): Promise<string[]> {
  const { house, database } = await openHouse(url, folder);
  const began = performance.now();
  try {
    const settings = house.programs.settings();
    const tenant = settings.tenantByCode('bench');
    const principal = house.partners.authenticate(base.secret);
    if (!tenant || 'refusal' in principal) throw new Error('the base has its tenant and its till');
    const till = house.partners.resolveTill(principal, {});
    if (!till.ok) throw new Error(till.refusal);
    const { program } = till;
    await house.giftSettings.setTerms(program, { code: 'bench', currency: 'EUR', content: TERMS });
    const run = String(Math.floor(Date.now() / 1_000) % 1_000_000).padStart(6, '0');
    const cards = Array.from({ length: CARDS }, (_, n) => `${PREFIX}${run}${String(n).padStart(6, '0')}`);
    for (let at = 0; at < cards.length; at += ACTIVATED_AT_ONCE) {
      const outcomes = await Promise.all(
        cards.slice(at, at + ACTIVATED_AT_ONCE).map((number) =>
          house.machine.submit(house.giftcards.activate, {
            tenant: program.tenant,
            reference: {
              tenant: program.tenant,
              space: 0n,
              family: FAMILY.card,
              reference: referenceBytes(`bench ${number}`),
            },
            content: contentDigest(number),
            input: { till, receivedAt: house.clock.now(), number, amount: '100000.00', promotional: undefined },
          }),
        ),
      );
      const refused = outcomes.find((one) => !one.ok);
      if (refused) throw new Error(JSON.stringify(refused));
    }
    return cards;
  } finally {
    await house.stop();
    await database.close();
    say(
      `  ${CARDS.toLocaleString('en')} gift cards activated in ${((performance.now() - began) / 1_000).toFixed(1)} s`,
    );
  }
}

function tell({ say }: BenchGround, name: string, measured: Measured): void {
  if (measured.failed > measured.answered * FAILED_SHARE_MAX)
    throw new Error(`giftcard ${name}: ${measured.failed} failed, ${measured.answered} answered`);
  say(
    `  giftcard ${name.padEnd(5)} ${Math.round(measured.perSecond).toLocaleString('en').padStart(7)}/s  p50 ${measured.p50.toFixed(1)} ms  p99 ${measured.p99.toFixed(1)} ms  failed ${measured.failed}`,
  );
}
