import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';
import { addWalletType, done, line, openTills, type Tills } from '../../../../test/sales.ts';
import { raiseSettingsRevision } from '../../programs/index.ts';

// Everything that a rulebook gets refused for is named with its place when the draft is saved and when it is to be published;
// nothing is published then, and what tills decide is what they decided before.

let house: TestHouse;
let till: Tills;
let ana = '';
let ben = '';

type Body = {
  code?: string;
  facts?: { place?: string };
  errors?: unknown;
  secret: string;
  id: string;
  revision: number;
  approval: string;
  problems: { code: string; place: string; what: string; text: { en: string; es: string } }[];
};
const ask = async (secret: string, what: string, body?: unknown): Promise<{ status: number; body: Body }> =>
  house.request(what, body, { secret });

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
  const person = async (name: string, scopes: string[]): Promise<string> => {
    const { body } = await ask(house.secrets.tenant, 'POST /v1/staff/people', { name, email: `${name}@example.com` });
    return house.keyOf(body.id, scopes);
  };
  const scopes = ['promotions:read', 'promotions:write', 'approvals:read'];
  ana = await person('ana', scopes);
  ben = await person('ben', [...scopes, 'approvals:decide', 'promotions:publish']);
  await house.refresh();
});
afterAll(() => house.close());

const sale = () => done(till.sell({ of: house.people[0], lines: [line(1, 1_000)] }));
const versions = (): number => house.promotions.list(house.program().program).length;

let before = { versions: 0, earned: '' };
beforeAll(async () => {
  before = { versions: versions(), earned: JSON.stringify((await sale()).earned) };
});
afterEach(async () => {
  const now = { versions: versions(), earned: JSON.stringify((await sale()).earned) };
  if (JSON.stringify(now) !== JSON.stringify(before)) throw new Error(`tills were touched: ${JSON.stringify(now)}`);
});

const promotion = (code: string, over: object = {}) => ({
  ...{ code, priority: 500, firstOn: '2026-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '5' } }],
  ...over,
});
const when = (...conditions: readonly (readonly [kind: string, params: object])[]) => ({
  conditions: conditions.map(([kind, params]) => ({ kind, params })),
});
const expression = (text: string) => when(['expression', { when: text }]);
const perAmount = (step: string) => ({
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step, per: 'receipt' } }],
});
const WHEN = 'promotions[1].conditions[0].params.when';

const wrong: readonly (readonly [name: string, promotions: readonly object[], code: string, place: string])[] = [
  ['an unknown field', [promotion('p', { colour: 'red' })], 'rulebook.unknown_field', 'promotions[1]'],
  [
    'an unknown parameter',
    [promotion('p', when(['tier-in', { tiers: ['gold'], tears: 1 }]))],
    'rulebook.unknown_field',
    'promotions[1].conditions[0].params',
  ],
  [
    'a condition whose parameter is of another type',
    [promotion('p', when(['nth-purchase', { n: 'third' }]))],
    'rulebook.malformed',
    'promotions[1].conditions[0].params.n',
  ],
  [
    'an expression that compares money with a word',
    [promotion('p', expression('total > "much"'))],
    'rulebook.expression_invalid',
    WHEN,
  ],
  ['an expression that gives no yes or no', [promotion('p', expression('total'))], 'rulebook.expression_invalid', WHEN],
  [
    'an expression that may run without end',
    [promotion('p', expression('outlet.matches("(a+)+$")'))],
    'rulebook.expression_too_dear',
    WHEN,
  ],
  [
    'an expression over its cost',
    [promotion('p', expression('lines.all(a, lines.all(b, lines.all(c, a.sku != b.sku && b.sku != c.sku)))'))],
    'rulebook.expression_too_dear',
    WHEN,
  ],
  [
    'an expression that is never true',
    [promotion('p', expression('1 > 2 && total > 0'))],
    'rulebook.never_fires',
    'promotions[1].conditions[0]',
  ],
  [
    'an end before the start',
    [promotion('p', { lastOn: '2025-12-31' })],
    'rulebook.never_fires',
    'promotions[1].lastOn',
  ],
  [
    'two outlets at once',
    [promotion('p', when(['outlet-in', { outlets: ['centro'] }], ['outlet-in', { outlets: ['playa'] }]))],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'hours that never meet',
    [
      promotion(
        'p',
        when(['time-window', { from: '08:00', to: '10:00' }], ['time-window', { from: '10:00', to: '12:00' }]),
      ),
    ],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'a night that begins on a day on which it is not',
    [
      promotion(
        'p',
        when(
          ['weekday-in', { weekdays: ['monday'] }],
          ['time-window', { from: '22:00', to: '02:00', beginsOn: ['friday'] }],
        ),
      ),
    ],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'more than it is at most',
    [
      promotion(
        'p',
        when(['max-basket', { max: '50.00', base: 'net' }], ['min-basket', { min: '50.01', base: 'net' }]),
      ),
    ],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'exclusives that overlap',
    [promotion('p'), promotion('q', { excludes: ['p'] })],
    'rulebook.exclusives_overlap',
    'promotions[2].excludes[0]',
  ],
  [
    'a class that keeps another one out, of the same priority on the same days',
    [promotion('p'), promotion('q', { stacking: 'never', firstOn: '2026-03-01' })],
    'rulebook.exclusives_overlap',
    'promotions[2].stacking',
  ],
  [
    'a till, where an occasion is at none',
    [promotion('p', { on: 'review', ...when(['terminal-in', { outlet: 'centro', terminals: ['T1'] }]) })],
    'rulebook.never_fires',
    'promotions[1].conditions[0].kind',
  ],
  [
    'an outlet, where a birthday is at none',
    [promotion('p', { on: 'birthday', ...when(['outlet-in', { outlets: ['centro'] }]) })],
    'rulebook.never_fires',
    'promotions[1].conditions[0].kind',
  ],
  [
    'what is told of a joining, of which nobody tells anything',
    [promotion('p', { on: 'enrolment', ...when(['occasion-attribute-is', { attribute: 'x', values: ['1'] }]) })],
    'rulebook.never_fires',
    'promotions[1].conditions[0].kind',
  ],
  [
    'a channel by which nobody joins',
    [promotion('p', { on: 'enrolment', ...when(['channel-in', { channels: ['file'] }]) })],
    'rulebook.never_fires',
    'promotions[1].conditions[0]',
  ],
  [
    'a limit by card on a birthday, which nobody celebrates with one',
    [promotion('p', { on: 'birthday', limits: [{ per: 'card', of: 'uses', max: '1', over: 'reject' }] })],
    'rulebook.never_fires',
    'promotions[1].limits[0].per',
  ],
  [
    'an exclusion of what answers something else',
    [promotion('p', { on: 'review' }), promotion('q', { on: 'birthday', excludes: ['p'] })],
    'rulebook.malformed',
    'promotions[2].excludes[0]',
  ],
  [
    'exclusives that overlap on one occasion',
    [promotion('p', { on: 'review' }), promotion('q', { on: 'review', excludes: ['p'] })],
    'rulebook.exclusives_overlap',
    'promotions[2].excludes[0]',
  ],
  [
    'a multiplier of what an occasion gives',
    [
      promotion('p', { on: 'review' }),
      promotion('q', {
        priority: 600,
        effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', of: ['p'], per: 'receipt' } }],
      }),
    ],
    'rulebook.never_fires',
    'promotions[2].effects[0].params.of',
  ],
  [
    'cards of two types at once',
    [promotion('p', when(['card-in', { types: ['bonus'] }], ['card-in', { types: ['gift'] }]))],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'a range of cards that is not there',
    [promotion('p', when(['card-in', { ranges: ['moon'] }]))],
    'rulebook.unknown_name',
    'promotions[1].conditions[0].params.ranges[0]',
  ],
  [
    'an outlet that is not there',
    [promotion('p', when(['outlet-in', { outlets: ['centro', 'moon'] }]))],
    'rulebook.unknown_name',
    'promotions[1].conditions[0].params.outlets[1]',
  ],
  [
    'a group that no outlet is in',
    [promotion('p', when(['outlet-group-in', { groups: ['islands'] }]))],
    'rulebook.unknown_name',
    'promotions[1].conditions[0].params.groups[0]',
  ],
  [
    'a partner that is not there',
    [promotion('p', when(['partner-in', { partners: ['grocer'] }]))],
    'rulebook.unknown_name',
    'promotions[1].conditions[0].params.partners[0]',
  ],
  [
    'a till that its outlet has not',
    [promotion('p', when(['terminal-in', { outlet: 'playa', terminals: ['T1', 'T2'] }]))],
    'rulebook.unknown_name',
    'promotions[1].conditions[0].params.terminals[1]',
  ],
  [
    'a segment that is not there',
    [promotion('p', when(['segment-in', { segments: ['parents'] }]))],
    'rulebook.unknown_name',
    'promotions[1].conditions[0].params.segments[0]',
  ],
  [
    'a wallet that points cannot be spent from, because it is not there',
    [promotion('p', { effects: [{ kind: 'spending-rate', params: { factor: '2', walletType: 'miles' } }] })],
    'rulebook.unknown_name',
    'promotions[1].effects[0].params.walletType',
  ],
  [
    'an outlet that is in none of the groups',
    [promotion('p', when(['outlet-group-in', { groups: ['city'] }], ['outlet-in', { outlets: ['playa'] }]))],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'a last day that has passed',
    [promotion('p', { lastOn: '2026-01-02' })],
    'rulebook.never_fires',
    'promotions[1].lastOn',
  ],
  [
    'lines that it asks for and bars',
    [
      promotion(
        'p',
        when(
          ['lines-include', { lines: { brands: ['Alba'], categories: ['food/dairy'] } }],
          ['lines-exclude', { none: { categories: ['food'] } }],
        ),
      ),
    ],
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'a step of zero',
    [promotion('p', perAmount('0.00'))],
    'rulebook.not_above_zero',
    'promotions[1].effects[0].params.step',
  ],
  [
    'a step below zero',
    [promotion('p', perAmount('-1.00'))],
    'rulebook.malformed',
    'promotions[1].effects[0].params.step',
  ],
  [
    'a wallet type that is not there',
    [promotion('p', { effects: [{ kind: 'fixed-bonus', wallet: 'miles', params: { points: '5' } }] })],
    'rulebook.unknown_wallet_type',
    'promotions[1].effects[0].wallet',
  ],
  [
    'a limit by cashier',
    [promotion('p', { limits: [{ per: 'cashier', of: 'uses', max: '1', over: 'reject' }] })],
    'limit.is_signal',
    'promotions[1].limits[0].per',
  ],
];

const placeOf = ({ body }: { body: Body }): string => JSON.stringify(body);
let counted = 0;

describe('is named with its place when it is saved, asked for and published, and changes nothing', () => {
  test.each(wrong)('%s', async (_, promotions, code, place) => {
    const content = { promotions: [BASE_EARN, ...promotions] };
    const name = `wrong-${++counted}`;
    const draft = `/v1/programs/club/rulebook-drafts/${name}`;
    const saved = await ask(ana, `PUT ${draft}`, { revision: 0, content });
    expect(saved.status).toBe(201);
    expect(saved.body.problems.map((one) => `${one.code} ${one.place}`)).toContain(`promotions.${code} ${place}`);
    // A name is the same in every language; a sentence is not, but for what the reader of expressions says.
    for (const { what, text } of saved.body.problems)
      expect({ text, isEnglish: what.includes(' ') && text.es.replaceAll(/«.*»/g, '').includes(what) }).toEqual({
        text,
        isEnglish: false,
      });
    const asked = await ask(ana, `POST ${draft}/publish`, { revision: 1, reference: name });
    expect(asked).toMatchObject({ status: 422, body: { code: `promotions.${code}` } });
    expect(placeOf(asked)).toContain(place);
    const published = await ask(house.secrets.tenant, 'POST /v1/programs/club/rulebooks', content);
    // A field that no promotion has is refused at the door already.
    if (published.status === 400) expect(placeOf(published)).toMatch(/http\.input\.invalid.*colour/);
    else {
      expect(published).toMatchObject({ status: 422, body: { code: `promotions.${code}` } });
      expect(placeOf(published)).toContain(place);
    }
  });

  test('a tier that no rules of the program have, once it has rules', async () => {
    const content = { promotions: [BASE_EARN, promotion('p', when(['tier-in', { tiers: ['gold', 'platinum'] }]))] };
    const check = () =>
      house.promotions.check(house.program().program, content, { publishOn: house.clock.now() }) as {
        readonly problems?: readonly { readonly place: string }[];
      };
    // Without rules tiers are given by hand: any name may be one.
    expect(check()).toMatchObject({ ok: true });
    const levels = [{ code: 'gold', name: 'Gold', threshold: '100.00' }];
    const tiers = { levels, metric: 'spend', window: { per: 'year' }, validity: 'end_of_period' };
    expect((await ask(house.secrets.tenant, 'PUT /v1/programs/club/tiers', tiers)).status).toBeLessThan(300);
    expect(check().problems).toEqual([
      {
        code: 'promotions.rulebook.unknown_name',
        place: 'promotions[1].conditions[0].params.tiers[1]',
        what: 'tier platinum',
        whatEs: 'el nivel platinum',
      },
    ]);
  });

  test('what is only tried may name what is not there, and what stands may be stopped whatever is said against it today', async () => {
    const content = { promotions: [BASE_EARN, promotion('moon', when(['outlet-in', { outlets: ['moon'] }]))] };
    expect(house.promotions.check(house.program().program, content).ok).toBe(true);
    // As it was published when its outlet's code was another one.
    const stand = promotion('lost', when(['outlet-in', { outlets: ['centro'] }]));
    const over = promotion('over', when(['outlet-in', { outlets: ['playa'] }]));
    const published = await ask(house.secrets.tenant, 'POST /v1/programs/club/rulebooks', {
      promotions: [BASE_EARN, stand, over],
    });
    expect(published.status).toBe(201);
    await house.database.query(`update partners.outlet set code = 'otro' where code = 'playa'`);
    await house.database.transaction(raiseSettingsRevision);
    await house.partners.refresh();
    try {
      const pause = await ask(ben, 'POST /v1/programs/club/promotions/lost/pause', { reference: 'stop-lost' });
      expect(pause.status).toBe(201);
      const again = await ask(house.secrets.tenant, 'POST /v1/programs/club/rulebooks', {
        promotions: [BASE_EARN, over],
      });
      expect(again).toMatchObject({ status: 422, body: { code: 'promotions.rulebook.unknown_name' } });
    } finally {
      await house.database.query(`update partners.outlet set code = 'playa' where code = 'otro'`);
      await house.database.transaction(raiseSettingsRevision);
      await house.partners.refresh();
    }
    before = { versions: versions(), earned: JSON.stringify((await sale()).earned) };
  });

  test('a budget below what is reserved, also where it is reserved between the request and the yes', async () => {
    const budget = (max: string) => ({
      promotions: [
        BASE_EARN,
        promotion('gift', { limits: [{ per: 'program', of: 'points', max, period: 'month', over: 'clip' }] }),
      ],
    });
    const publish = (max: string, reference: string, revision: number) =>
      ask(ana, `PUT /v1/programs/club/rulebook-drafts/budget`, { revision, content: budget(max) }).then((saved) =>
        ask(ana, `POST /v1/programs/club/rulebook-drafts/budget/publish`, { revision: saved.body.revision, reference }),
      );
    const first = await publish('1000', 'budget-1', 0);
    expect((await ask(ben, `POST /v1/approvals/${first.body.approval}/approve`, {})).status).toBe(200);
    await done(till.quoteAndHold({ of: house.people[1] }));
    // Five are reserved: four are too few, nine are enough until the next five are.
    const low = await publish('4', 'budget-2', 0);
    expect(low).toMatchObject({ status: 409, body: { code: 'promotions.limit.below_reserved' } });
    expect(placeOf(low)).toContain('promotions[1].limits[0].max');
    const asked = await publish('9', 'budget-3', 1);
    expect(asked.status).toBe(202);
    await done(till.quoteAndHold({ of: house.people[2] }));
    const late = await ask(ben, `POST /v1/approvals/${asked.body.approval}/approve`, {});
    expect(late).toMatchObject({ status: 409, body: { code: 'promotions.limit.below_reserved' } });
    expect(placeOf(late)).toContain('promotions[1].limits[0].max');
    expect(versions()).toBe(before.versions + 1);
    before = { versions: versions(), earned: JSON.stringify((await sale()).earned) };
  });

  test('a budget of an occasion below what it has brought already', async () => {
    const budget = (max: string) => ({
      promotions: [
        BASE_EARN,
        promotion('thanks', {
          ...{ on: 'review', limits: [{ per: 'program', of: 'points', max, period: 'month', over: 'clip' }] },
        }),
      ],
    });
    const publish = async (max: string, reference: string, revision: number) => {
      const draft = '/v1/programs/club/rulebook-drafts/thanks';
      const saved = await ask(ana, `PUT ${draft}`, { revision, content: budget(max) });
      return ask(ana, `POST ${draft}/publish`, { revision: saved.body.revision, reference });
    };
    const first = await publish('1000', 'thanks-1', 0);
    expect((await ask(ben, `POST /v1/approvals/${first.body.approval}/approve`, {})).status).toBe(200);
    const told = { reference: 'review-1', program: 'club', member: { card: house.people[0].card }, name: 'review' };
    expect((await ask(house.secrets.tenant, 'POST /v1/occasions', told)).status).toBe(201);
    const low = await publish('4', 'thanks-2', 0);
    expect(low).toMatchObject({ status: 409, body: { code: 'promotions.limit.below_reserved' } });
    expect(placeOf(low)).toContain('promotions[1].limits[0].max');
    before = { versions: before.versions + 1, earned: JSON.stringify((await sale()).earned) };
  });

  test('a version whose wallet type is gone, or counts otherwise now, does not come back', async () => {
    await house.programs.defineUnit(house.tenant, { code: 'CTS', kind: 'points', decimals: 2 });
    const unit = house.programs.settings().unitByCode(house.tenant, 'CTS')?.unit ?? 0;
    await addWalletType(house, 'cents', { unit }, 2);
    const restore = (reference: string) =>
      ask(ana, 'POST /v1/programs/club/rulebooks/1/restore', { reference, supersede: true });
    const asked = await restore('back-0');
    expect(asked.status).toBe(202);
    const rename = async (from: string, to: string): Promise<void> => {
      await house.database.query('update points.wallet_type set code = $2 where code = $1', [from, to]);
      await house.database.transaction(raiseSettingsRevision);
      await house.walletTypes.refresh();
    };
    await rename('points', 'gone');
    try {
      for (const refused of [
        await restore('back-1'),
        await ask(ben, `POST /v1/approvals/${asked.body.approval}/approve`, {}),
      ]) {
        expect(refused).toMatchObject({ status: 422, body: { code: 'promotions.rulebook.unknown_wallet_type' } });
        expect(placeOf(refused)).toContain('promotions[0].effects[0].wallet');
      }
      // Another type took the name, in a unit of other decimals: what was a point would be a hundredth of one.
      await rename('cents', 'points');
      const other = await restore('back-2');
      expect(other).toMatchObject({ status: 409, body: { code: 'promotions.publication.unit_changed' } });
    } finally {
      await rename('points', 'cents');
      await rename('gone', 'points');
    }
  });
});
