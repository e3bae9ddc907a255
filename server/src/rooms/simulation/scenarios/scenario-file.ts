import { z } from 'zod';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { parseLocalDateTime } from '../../../kernel/local-date-time.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import { isZoneName } from '../../../kernel/zone.ts';
import { walletRulesSchema, walletValiditySchema } from '../../points/index.ts';
import { LINE_KINDS } from '../../promotions/index.ts';

// A scenario is data: what there is, what happens, what must be so. Everything is checked before anything is played, and what is
// wrong is named by its place, `steps[3].buys.lines[0].amount`.

const STEPS_MAX = 300;
const LINES_MAX = 200;
const MEMBERS_MAX = 50;
const PROMOTIONS_MAX = 1_000;

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is no name of small letters, digits and hyphens');
const word = z.string().min(1).max(64);
const decimal = z.string().regex(/^(0|[1-9]\d{0,12})(\.\d{1,4})?$/, 'is no plain decimal like 12.50');
const balance = z.string().regex(/^-?(0|[1-9]\d{0,12})(\.\d{1,4})?$/, 'is no plain decimal like -12.50');
const whole = z.string().regex(/^[1-9]\d{0,12}$/, 'is no whole number above 0');
const day = z.string().refine((text) => parseLocalDate(text) !== undefined, 'is no day like 2026-11-22');
const wall = z
  .string()
  .refine((text) => parseLocalDateTime(text) !== undefined, 'is no time on the wall like 2026-11-22T10:00');
const texts = z.strictObject({ en: z.string().min(1).max(500), es: z.string().min(1).max(500) });

const member = z.strictObject({
  tier: word.optional(),
  attributes: z.record(word, z.union([z.string(), z.number(), z.boolean()])).optional(),
  segments: z.array(word).optional(),
  /** Month and day. */
  birthday: z
    .string()
    .regex(/^\d\d-\d\d$/, 'is no month and day like 02-29')
    .optional(),
  enrolledOn: day.optional(),
  /** Cards by which limits of cards count; the first one is shown where a purchase says none. */
  cards: z.array(word).optional(),
});

const span = z.union([
  z.strictObject({ days: z.int().min(1).max(3_660) }),
  z.strictObject({ months: z.int().min(1).max(120) }),
  z.strictObject({ years: z.int().min(1).max(10) }),
]);

const tiers = z.strictObject({
  /** The lowest first; without a threshold a level is only given by hand. */
  levels: z
    .array(z.strictObject({ code: word, threshold: decimal.optional() }))
    .min(1)
    .max(20),
  metric: z.enum(['earned', 'spend', 'visits']),
  wallets: z.array(word).optional(),
  window: z.union([
    z.strictObject({ per: z.enum(['month', 'quarter', 'half_year', 'year', 'anniversary']) }),
    z.strictObject({ days: z.int().min(1).max(366) }),
  ]),
  validity: z.union([z.enum(['end_of_period', 'end_of_next_period']), span]),
  grace: z.strictObject({ days: z.int().min(0).max(366) }).optional(),
  downgrade: z.enum(['none', 'one_step', 'full']).default('full'),
});

const rulebook = z.looseObject({ promotions: z.array(z.unknown()).max(PROMOTIONS_MAX) });

export const POINTS_WALLET = { decimals: 0, pays: { points: '100', money: '1.00' }, spendOrder: 100 } as const;

const wallet = z.strictObject({
  decimals: z.int().min(0).max(4).default(0),
  pays: z.strictObject({ points: decimal, money: decimal }).default({ points: '100', money: '1.00' }),
  spendOrder: z.int().min(0).max(1_000).default(100),
  rules: walletRulesSchema.optional(),
  ...walletValiditySchema.shape,
});

const given = z.strictObject({
  /** Where the story begins, on the wall of the zone. */
  at: wall,
  zone: z.string().refine(isZoneName, 'is no time zone like Europe/Madrid').default('Europe/Madrid'),
  currency: z
    .strictObject({ code: z.string().regex(/^[A-Z]{3}$/), decimals: z.int().min(0).max(4) })
    .default({ code: 'EUR', decimals: 2 }),
  wallets: z.record(word, wallet).default({ points: { ...POINTS_WALLET, activation: 'none', expiry: 'never' } }),
  /** What becomes of points that a return takes back and the member has spent. */
  negativeBalance: z
    .enum(['only_pending', 'within_balance', 'unlimited', 'recover_from_refund'])
    .default('within_balance'),
  /** Who pays for points ahead: so many, and a reserve where the first are not enough. Left out, a contract pays for all. */
  contracts: z.record(word, z.strictObject({ points: whole, reserve: whole.optional() })).default({}),
  tiers: tiers.optional(),
  outlets: z
    .record(word, z.strictObject({ groups: z.array(word).default([]), partner: word.default('partner') }))
    .default({}),
  members: z
    .record(word, member)
    .refine((all) => Object.keys(all).length <= MEMBERS_MAX, `has more than ${MEMBERS_MAX} members`)
    .default({}),
  rulebook,
});

const line = z.strictObject({
  sku: word,
  amount: decimal,
  quantity: decimal.default('1'),
  discount: decimal.default('0'),
  category: z.string().max(200).default('goods'),
  brand: z.string().max(64).default(''),
  labels: z.array(word).default([]),
  kind: z.enum(LINE_KINDS).default('product'),
});

const buys = z.strictObject({
  /** A name by which later steps speak of it. */
  as: word,
  member: word.optional(),
  card: word.optional(),
  outlet: word.default('centro'),
  channel: word.default('till'),
  terminal: word.default('till-1'),
  coupons: z.array(word).optional(),
  /** How the rest is paid. */
  tender: word.default('cash'),
  /** Paid with points: an amount of money, or as much as they may. */
  points: z.strictObject({ pay: z.union([z.literal('most'), decimal]), wallet: word.optional() }).optional(),
  lines: z.array(line).min(1).max(LINES_MAX),
});

const happens = z.strictObject({
  as: word,
  member: word,
  /** Of the occasion that promotions answer: `enrolment`, `birthday`, or one of the story's own. */
  name,
  attributes: z.record(word, z.union([z.string(), z.number(), z.boolean()])).default({}),
  outlet: word.optional(),
  channel: word.default('app'),
});

const receipt = { of: word };
const points = z.record(word, decimal);
const steps = {
  itIs: wall,
  passes: z.union([
    z.strictObject({ minutes: z.int().min(1).max(600_000) }),
    z.strictObject({ hours: z.int().min(1).max(100_000) }),
    span,
  ]),
  buys,
  /** Something other than a purchase. */
  happens,
  returns: z.strictObject({
    as: word.optional(),
    ...receipt,
    /** How many of each, by SKU; all that is left when left out. */
    lines: z.record(word, decimal).optional(),
  }),
  gets: z.strictObject({ member: word, wallet: word.default('points'), points: decimal }),
  changes: z.strictObject({
    member: word,
    tier: word.optional(),
    attributes: member.shape.attributes,
    segments: member.shape.segments,
  }),
  /** Another version takes force; receipts of before keep theirs. */
  publishes: rulebook,
  thenFired: z.strictObject({ ...receipt, promotions: z.array(name) }),
  thenNotFired: z.strictObject({ ...receipt, promotion: name, because: z.string().max(200).optional() }),
  thenEarned: z.strictObject({ ...receipt, points }),
  thenPays: z.strictObject({ ...receipt, money: decimal, points: points.optional() }),
  thenGiven: z.strictObject({
    ...receipt,
    coupons: z.record(word, z.int()).optional(),
    gifts: z.record(word, decimal).optional(),
  }),
  thenBack: z.strictObject({
    ...receipt,
    taken: points.optional(),
    restored: points.optional(),
    writtenOff: points.optional(),
    refund: decimal.optional(),
  }),
  thenHas: z.strictObject({
    member: word,
    wallet: word.default('points'),
    /** Below zero for somebody who owes. */
    available: balance.optional(),
    pending: decimal.optional(),
    expired: decimal.optional(),
    owed: decimal.optional(),
  }),
  thenTier: z.strictObject({ member: word, is: z.string().max(64) }),
  thenLeft: z.strictObject({ promotion: name, limit: z.string().max(100), left: decimal, member: word.optional() }),
};

const STEP_NAMES = Object.keys(steps) as (keyof typeof steps)[];
const step = z
  .strictObject(steps)
  .partial()
  .refine((one) => Object.keys(one).length === 1, `says one of ${STEP_NAMES.join(', ')}`);

/** A story as data: given, when, then, over a clock that only the story moves. */
export const scenarioSchema = z.strictObject({
  name,
  title: texts,
  given,
  steps: z.array(step).min(1).max(STEPS_MAX),
});

export type ScenarioInput = z.input<typeof scenarioSchema>;
export type ScenarioFile = z.output<typeof scenarioSchema>;
export type ScenarioGiven = ScenarioFile['given'];
export type ScenarioStep = ScenarioFile['steps'][number];
export type Buys = z.output<typeof buys>;
export type Happens = z.output<typeof happens>;

const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, one) => (typeof one === 'number' ? `${text}[${one}]` : text === '' ? String(one) : `${text}.${String(one)}`),
    '',
  );

/** Something that is wrong with a scenario, and where. */
export type ScenarioProblem = { readonly place: string; readonly what: string };

export type ScenarioRefused = Refusal<'simulation.scenario.malformed'> & {
  readonly problems: readonly ScenarioProblem[];
};

const refuseProblems = (problems: readonly [ScenarioProblem, ...ScenarioProblem[]]): ScenarioRefused => ({
  ...refuse('simulation.scenario.malformed', { ...problems[0], problems: String(problems.length) }),
  problems,
});

/**
 * Reads a scenario. Refuses, naming the place: unknown fields, malformed amounts and times, steps that speak of a member, a receipt or
 * a wallet that is not there. The rulebook inside is checked by whoever plays it.
 */
export const readScenario = (value: unknown): Ok<{ readonly scenario: ScenarioFile }> | ScenarioRefused => {
  const parsed = scenarioSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue): ScenarioProblem[] => {
      const place = placeOf(issue.path);
      if (issue.code !== 'unrecognized_keys') return [{ place, what: issue.message }];
      return issue.keys.map((key) => ({ place: placeOf([...issue.path, key]), what: 'is no field here' }));
    });
    return refuseProblems(problems as [ScenarioProblem, ...ScenarioProblem[]]);
  }
  const [first, ...rest] = namesAgainst(parsed.data);
  return first === undefined ? { ok: true, scenario: parsed.data } : refuseProblems([first, ...rest]);
};

/** Steps that speak of what is not there, or name a second receipt like a first. */
const namesAgainst = ({ given: { members, wallets }, steps: all }: ScenarioFile): ScenarioProblem[] => {
  const problems: ScenarioProblem[] = [];
  const receipts = new Set<string>();
  const occasions = new Set<string>();
  for (const [at, one] of all.entries()) {
    const [[verb, said]] = Object.entries(one) as unknown as [[string, Readonly<Record<string, unknown>>]];
    const check = (field: string, isThere: (word: string) => boolean, what: string): void => {
      const named = said[field];
      if (typeof named === 'string' && !isThere(named)) problems.push({ place: `steps[${at}].${verb}.${field}`, what });
    };
    check('member', (text) => Object.hasOwn(members, text), 'is no member of the story');
    check('wallet', (text) => Object.hasOwn(wallets, text), 'is no wallet of the story');
    check('of', (text) => receipts.has(text), 'names nothing that has happened before');
    if (verb === 'returns') check('of', (text) => !occasions.has(text), 'is no purchase');
    check('as', (text) => !receipts.has(text), 'is there already');
    if (typeof said['as'] === 'string') {
      receipts.add(said['as']);
      if (verb === 'happens') occasions.add(said['as']);
    }
  }
  return problems;
};
