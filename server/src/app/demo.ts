import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../kernel/assert.ts';
import { instantFromIso } from '../kernel/instant.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { FAMILY } from '../platform/lanes/index.ts';
import { memberArrival } from '../rooms/members/index.ts';
import { SCOPES } from '../rooms/partners/index.ts';
import { twentyPromotions } from '../rooms/promotions/index.ts';
import type { House } from './compose.ts';
import { openDemoGiftCards, type DemoGiftCard } from './demo-gift-cards.ts';
import { withDemoNames } from './demo-names.ts';
import { openDemoPeople, type DemoPerson } from './demo-people.ts';

/** What a newcomer needs to speak to the demo tenant; kept in DATA_DIR/demo.json, 0600. */
export type Demo = {
  readonly tenant: string;
  readonly program: string;
  readonly admin: string;
  readonly till: string;
  readonly outlet: string;
  readonly terminal: string;
  /** Who may sign in to the portal. */
  readonly people: readonly DemoPerson[];
  /** Inert cards to be sold and activated. */
  readonly giftCards: readonly DemoGiftCard[];
  readonly members: readonly { readonly member: string; readonly phone: string; readonly card: string }[];
};

const PEOPLE = [
  { givenName: 'Lucía', familyName: 'García', phone: '+34600000101', card: '2990000000013', tier: 'gold' },
  { givenName: 'Mateo', familyName: 'López', phone: '+34600000102', card: '2990000000020', tier: 'silver' },
  { givenName: 'Vera', familyName: 'Ivanova', phone: '+34600000103', card: '2990000000037', tier: '' },
] as const;

const OUTLETS = [
  { code: 'madrid-1', name: 'Madrid Gran Vía', zone: 'Europe/Madrid', groups: ['city'], cutOverHour: 4 },
  { code: 'tenerife-1', name: 'Tenerife Sur', zone: 'Atlantic/Canary', groups: ['island', 'campus'], cutOverHour: 4 },
] as const;

const yes = <T extends { readonly ok: true }>(outcome: T | Refusal): T => {
  assert(outcome.ok, `the demo was refused: ${'refusal' in outcome ? outcome.refusal : ''}`);
  return outcome;
};

/**
 * Whether this start is to speak of the demo: it is there already, or it is wanted and nobody has begun in earnest. A tenant of somebody's
 * own is such a beginning, so that a start which was not told `DEMO=no` puts no administrator of the demo beside it.
 */
export function wantsDemo(house: House, isWanted: boolean): boolean {
  const settings = house.programs.settings();
  return settings.tenantByCode('demo') !== undefined || (isWanted && settings.tenants.length === 0);
}

/** Opens the demo tenant at the first start: programme, outlets, tills, members with cards, running promotions. Later starts keep it. */
export async function openDemo(
  house: House,
  dataDir: string,
  publicUrl = 'http://127.0.0.1:8080',
): Promise<{ demo: Demo; made: boolean }> {
  const file = join(dataDir, 'demo.json');
  if (house.programs.settings().tenantByCode('demo') && existsSync(file)) {
    return { demo: JSON.parse(readFileSync(file, 'utf8')) as Demo, made: false };
  }
  const demo = await makeDemo(house, publicUrl);
  writeFileSync(file, `${JSON.stringify(demo, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return { demo, made: true };
}

async function makeDemo(house: House, publicUrl: string): Promise<Demo> {
  const { programs, partners, walletTypes, promotions } = house;
  // A start that was cut off between tenant and file is taken up where it stopped.
  const tenant =
    programs.settings().tenantByCode('demo') ??
    yes(await programs.openTenant({ code: 'demo', name: 'Demo Retail', defaultCountry: 'ES' })).tenant;
  const again = (outcome: { readonly ok: boolean; readonly refusal?: string }): void =>
    assert(outcome.ok || /taken|exists/.test(outcome.refusal ?? ''), `the demo was refused: ${outcome.refusal}`);
  again(await programs.defineUnit(tenant.tenant, { code: 'EUR', kind: 'money' }));
  again(await programs.defineUnit(tenant.tenant, { code: 'PTS', kind: 'points', decimals: 0 }));
  again(
    await programs.openProgram(tenant.tenant, {
      code: 'club',
      name: 'Demo Club',
      zone: 'Europe/Madrid',
      currency: 'EUR',
    }),
  );
  const program = programs.settings().programByCode(tenant.tenant, 'club');
  const unit = programs.settings().unitByCode(tenant.tenant, 'PTS');
  assert(program && unit, 'the demo program is there');
  await defineWallets(house, tenant.tenant, program.program, unit.unit);
  again(await partners.addPartner(tenant.tenant, { code: 'demo-retail', name: 'Demo Retail' }));
  for (const outlet of OUTLETS) {
    again(await partners.addOutlet(tenant.tenant, { ...outlet, partner: 'demo-retail', program: 'club' }));
    again(await partners.addTerminal(tenant.tenant, outlet.code, { code: 'till-1' }));
  }
  await walletTypes.refresh();
  const since = instantFromIso('2024-01-01T00:00:00Z');
  yes(
    await promotions.publish({
      program: program.program,
      content: withDemoNames(twentyPromotions),
      ...(since ? { inForceFrom: since } : {}),
    }),
  );
  const admin = yes(await partners.issueCredential(tenant.tenant, { name: 'demo administrator', scopes: [...SCOPES] }));
  const till = yes(
    await partners.issueCredential(tenant.tenant, {
      name: 'demo till',
      scopes: [
        ...['sales:write', 'members:read', 'members:write', 'points:read'],
        ...['giftcards:load', 'deliveries:write', 'promotions:read'],
      ],
      outlet: 'madrid-1',
      terminal: 'till-1',
    }),
  );
  const members = [];
  for (const [at, person] of PEOPLE.entries())
    members.push(await enrol(house, tenant.tenant, program.program, at, person));
  return {
    tenant: 'demo',
    program: 'club',
    admin: admin.secret,
    till: till.secret,
    outlet: 'madrid-1',
    terminal: 'till-1',
    people: await openDemoPeople(house, tenant.tenant),
    giftCards: await openDemoGiftCards(house, tenant.tenant, admin.credential.credential, publicUrl),
    members,
  };
}

async function defineWallets(
  { walletTypes, accounts }: House,
  tenant: number,
  program: number,
  unit: number,
): Promise<void> {
  const common = { tenant, program, unit, activation: 'none' } as const;
  const decimals = { unitDecimals: 0, currencyDecimals: 2 };
  await walletTypes.define(
    {
      ...common,
      code: 'points',
      spendOrder: 2,
      paysPoints: 1n,
      paysMoney: 1n,
      rules: {},
      expiry: { after: { months: 12 }, roundTo: 'month' },
    },
    decimals,
  );
  await walletTypes.define(
    {
      ...common,
      code: 'promo',
      name: { en: 'Promo', es: 'Promo' },
      spendOrder: 1,
      paysPoints: 1n,
      paysMoney: 1n,
      rules: { exceptCategories: ['tobacco'], sharePercentMax: 50 },
      expiry: { after: { days: 30 } },
    },
    decimals,
  );
  await accounts.refresh();
}

async function enrol(
  house: House,
  tenant: number,
  program: number,
  at: number,
  { phone, card, tier, ...profile }: (typeof PEOPLE)[number],
): Promise<Demo['members'][number]> {
  const input = { tenant, program, channel: 'paper', phone, phoneVerified: true, card, profile } as const;
  const name = { space: 0n, family: FAMILY.member, reference: `demo-member-${at + 1}` };
  const enrolled = yes(
    await house.machine.submit(house.members.enrolment, memberArrival(house.keys, name, input, input)),
  );
  const { member } = enrolled.answer;
  if (tier !== '') {
    const change = { tenant, member, channel: 'paper', tiers: [{ program, tier }] } as const;
    const changeName = { ...name, reference: `demo-tier-${at + 1}` };
    yes(await house.machine.submit(house.members.change, memberArrival(house.keys, changeName, change, change)));
  }
  return { member, phone, card };
}
