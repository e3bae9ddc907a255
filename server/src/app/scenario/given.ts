import { assert } from '../../kernel/assert.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { createZone } from '../../kernel/zone.ts';
import { SCOPES } from '../../rooms/partners/index.ts';
import type { Policy } from '../../rooms/programs/index.ts';
import type { RulebookInput } from '../../rooms/promotions/index.ts';
import { listed } from './goods.ts';
import { instantOfText, wallText, type Person, type Stage } from './stage.ts';
import { StoryBroken } from './step.ts';
import { takeStep } from './tell-step.ts';

export type Promotion = RulebookInput['promotions'][number];

/** A kind of wallet as `POST /v1/programs/:program/wallet-types` takes it; it counts points. */
export type Wallet = {
  readonly code: string;
  readonly pays: { readonly points: string; readonly money: string };
  readonly spendOrder?: number;
  readonly rules?: object;
  readonly activation?: unknown;
  readonly expiry?: unknown;
};

export type ProgramGiven = {
  /** When the story begins, as ISO text with offset; a Monday morning in January 2026 when left out. */
  readonly begins?: string;
  readonly zone?: string;
  /** The default: wallet `points`, 100 of which pay 1 euro, for twelve months to the end of the month. */
  readonly wallets?: readonly Wallet[];
  /** The default: one point for each full euro. */
  readonly promotions?: readonly Promotion[];
  readonly policy?: Partial<Policy>;
};

export const POINTS: Wallet = {
  code: 'points',
  pays: { points: '100', money: '1.00' },
  spendOrder: 10,
  expiry: { after: { months: 12 }, roundTo: 'month' },
};

/** One point for each full euro that points have not paid. */
export const POINT_PER_EURO: Promotion = {
  code: 'base-earn',
  priority: 100,
  firstOn: '2020-01-01',
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
};

/** What there is before anything happens. */
export type Given = {
  /** A program `club` in euros with an outlet `centro` and a till. Every story begins with it. */
  program(given?: ProgramGiven): Promise<void>;
  /** One more outlet with a till, in a zone of its own, whose business day begins at `cutOverHour`. */
  outlet(code: string, more?: { readonly zone?: string; readonly cutOverHour?: number }): Promise<void>;
  /** A member with a phone and a card. */
  member(name: string, more?: { readonly tier?: string; readonly attributes?: object }): Promise<Person>;
  /** The tier of a member, as a plain fact, from now on. */
  tier(person: Person, tier: string): Promise<void>;
  /** How members rise and fall, as `PUT /v1/programs/:program/tiers` takes it. */
  tiers(rules: object): Promise<void>;
  /** Settings of the program's policy, from now on. */
  policy(policy: Partial<Policy>): Promise<void>;
};

const CLUB = 'club';
const CENTRO = 'centro';
const TILL = 'till-1';

function must<T extends Ok<object>>(text: string, outcome: T | Refusal): T {
  if (!outcome.ok) throw new StoryBroken(text, [`refused: ${outcome.refusal} ${JSON.stringify(outcome.facts ?? {})}`]);
  return outcome;
}

/** The verbs that set up what a story needs, on a stage. */
export function createGiven(stage: Stage): Given {
  const { house } = stage;
  const step = <T>(text: string, work: () => Promise<T>): Promise<T> =>
    takeStep(stage, 'given', text, async () => ({ value: await work() }));
  const tenantOf = (): number => {
    assert(stage.opened, 'a story begins with given.program');
    return stage.opened.tenant;
  };

  const addOutlet = async (tenant: number, code: string, more: object): Promise<void> => {
    must(
      code,
      await house.partners.addOutlet(tenant, { code, name: code, partner: 'mercado', program: CLUB, ...more }),
    );
    must(code, await house.partners.addTerminal(tenant, code, { code: TILL }));
    await house.refresh();
  };

  const open = async (zone: string): Promise<void> => {
    const opened = must(
      'tenant',
      await house.programs.openTenant({ code: stage.name, name: stage.name, defaultCountry: 'ES' }),
    );
    const { tenant } = opened.tenant;
    must('euros', await house.programs.defineUnit(tenant, { code: 'EUR', kind: 'money' }));
    must('points', await house.programs.defineUnit(tenant, { code: 'PTS', kind: 'points', decimals: 0 }));
    must('program', await house.programs.openProgram(tenant, { code: CLUB, name: 'Club', zone, currency: 'EUR' }));
    must('partner', await house.partners.addPartner(tenant, { code: 'mercado', name: 'Mercado' }));
    const { secret } = must(
      'credential',
      await house.partners.issueCredential(tenant, { name: 'story', scopes: [...SCOPES] }),
    );
    // A story is played by one key: nobody is there who could say yes.
    const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: true, newcomerHours: 72 };
    must('rules', await house.staff.setPolicy(tenant, { ...rules, credentialsAreBound: false }, {}, 'story'));
    await addOutlet(tenant, CENTRO, {});
    stage.opened = { tenant, secret, zone: createZone(zone), place: { outlet: CENTRO, terminal: TILL } };
  };

  const setPolicy = async (policy: Partial<Policy>): Promise<void> => {
    must('policy', await house.programs.setPolicy(tenantOf(), CLUB, policy));
    await house.refresh();
  };
  const setTier = (person: Person, tier: string) =>
    stage.must(`${person.name} in tier ${tier}`, `PATCH /v1/members/${person.member}`, {
      ...{ reference: stage.freshReference(), channel: 'paper', tiers: [{ program: CLUB, tier }] },
    });

  return {
    program({ begins, zone = 'Europe/Madrid', wallets = [POINTS], promotions = [POINT_PER_EURO], policy } = {}) {
      if (begins !== undefined) stage.clock.set(instantOfText(begins));
      const clock = wallText(createZone(zone), stage.clock.now());
      const has = `${listed(wallets.map(({ code }) => code))} and promotions ${listed(promotions.map(({ code }) => code))}`;
      const says = policy === undefined ? '' : `, policy ${JSON.stringify(policy)}`;
      return step(`it is ${clock} in ${zone}; a program with wallets ${has}${says}`, async () => {
        await open(zone);
        if (policy) await setPolicy(policy);
        for (const wallet of wallets) {
          await stage.must(`wallet ${wallet.code}`, `POST /v1/programs/${CLUB}/wallet-types`, {
            unit: 'PTS',
            ...wallet,
          });
        }
        await stage.must('promotions', `POST /v1/programs/${CLUB}/rulebooks`, { promotions });
      });
    },
    outlet: (code, more = {}) =>
      step(
        `an outlet ${code}${more.zone === undefined ? '' : ` in ${more.zone}`}${
          more.cutOverHour === undefined ? '' : `, whose day begins at ${more.cutOverHour}:00`
        }`,
        () => addOutlet(tenantOf(), code, more),
      ),
    member: (name, { tier, attributes } = {}) =>
      step(`${name}, a member with a phone and a card${tier === undefined ? '' : `, in tier ${tier}`}`, async () => {
        const number = String(stage.people.length + 1).padStart(3, '0');
        const shown = { phone: `+34600000${number}`, card: `299000000${number}` };
        const { member } = await stage.must(name, 'POST /v1/members', {
          ...{ reference: stage.freshReference(), program: CLUB, channel: 'paper', profile: { givenName: name } },
          ...shown,
          ...(attributes ? { attributes } : {}),
        });
        const person: Person = { name, member: String(member), ...shown };
        stage.people.push(person);
        if (tier !== undefined) await setTier(person, tier);
        return person;
      }),
    tier: (person, tier) =>
      step(`${person.name} is in tier ${tier} now`, async () => void (await setTier(person, tier))),
    tiers: (rules) =>
      step(`tiers are counted: ${JSON.stringify(rules)}`, async () => {
        await stage.must('tiers', `PUT /v1/programs/${CLUB}/tiers`, rules);
      }),
    policy: (policy) => step(`from now on the policy says ${JSON.stringify(policy)}`, () => setPolicy(policy)),
  };
}
