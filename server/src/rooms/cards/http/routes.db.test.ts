import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { openMemberRooms, type MemberRooms } from '../../../../test/member-rooms.ts';
import { SCOPES, type Principal } from '../../partners/index.ts';

let rooms: MemberRooms;
let call: ReturnType<typeof callerOf<Principal>>;
let ours: Principal;
let theirs: Principal;

const principal = (tenant: number, more: Partial<Principal> = {}): Principal => ({
  ...{ tenant, credential: 7n, name: 'desk', scopes: new Set(SCOPES) },
  ...more,
});

beforeAll(async () => {
  rooms = await openMemberRooms();
  call = callerOf(rooms.endpoints);
  [ours, theirs] = rooms.tenants.map(({ tenant }) => principal(tenant)) as [Principal, Principal];
});
afterAll(() => rooms.close());

const consent = { purpose: 'marketing', channel: 'sms', isGiven: true, textVersion: 'v3', source: 'form 12' };

type Body = { member: string; card: string; replacedBy: string } & Record<string, unknown>;
async function yes(
  who: Principal,
  what: string,
  given: { query?: unknown; body?: unknown; clientReference?: string } = {},
): Promise<Body> {
  const called = await call(who, what, given);
  if ('refusal' in called) throw new Error(`${what}: ${called.refusal}`);
  return called.body as Body;
}

describe('a member through the API', () => {
  test('is enrolled, found by every name, and shown with cards, consents and sources', async () => {
    const body = {
      reference: 'form-1',
      program: 'club',
      channel: 'web',
      phone: '600 400 001',
      externalId: 'crm-1',
      card: '2990 0040 0001',
      profile: { givenName: 'Ana', familyName: 'Núñez', bornOn: '1990-02-28' },
      attributes: { pet: 'dog' },
      consents: [consent],
      textVersion: 'v3',
      occurredAt: '2025-12-31T23:30:00+01:00',
    };
    const enrolled = await call(ours, 'POST /v1/members', { body });
    expect(enrolled).toMatchObject({ status: 201, body: { isNew: true, conflicts: [], repeated: false } });
    const again = await call(ours, 'POST /v1/members', { body });
    expect(again).toMatchObject({ status: 201, body: { repeated: true } });
    const { member } = (enrolled as { body: Body }).body;
    const shown = await yes(ours, `GET /v1/members/${member}`);
    expect(shown).toMatchObject({
      member,
      phone: '+34600400001',
      phoneVerified: false,
      profile: { givenName: 'Ana', familyName: 'Núñez', bornOn: '1990-02-28' },
      enrolments: [{ program: 'club', channel: 'web', enrolledAt: '2025-12-31T22:30:00.000000Z' }],
      cards: [{ masked: '••••0001', state: 'active' }],
      attributes: { pet: 'dog' },
      consents: [{ ...consent, at: '2025-12-31T22:30:00.000000Z' }],
      conflicts: [],
    });
    expect(shown['sources']).toContainEqual({
      field: 'givenName',
      channel: 'web',
      at: '2025-12-31T22:30:00.000000Z',
      textVersion: 'v3',
    });
    for (const query of [
      { phone: '+34 600 400 001' },
      { card: '299000400001' },
      { externalId: 'crm-1' },
      { familyName: 'núñez' },
    ]) {
      expect(await yes(ours, 'POST /v1/members/find', { body: query })).toEqual({ items: [shown] });
    }
  });

  test('is not there for another tenant, by no name and no id', async () => {
    const { member, card } = await yes(ours, 'POST /v1/members', {
      body: {
        reference: 'form-2',
        program: 'club',
        channel: 'web',
        phone: '+34600400002',
        card: '299000400002',
        externalId: 'crm-2',
      },
    });
    expect(await call(theirs, `GET /v1/members/${member}`)).toEqual({ refusal: 'members.member.unknown' });
    expect(await call(theirs, `GET /v1/cards/${card}`)).toEqual({ refusal: 'cards.card.unknown' });
    for (const query of [{ phone: '+34600400002' }, { card: '299000400002' }, { externalId: 'crm-2' }]) {
      expect(await yes(theirs, 'POST /v1/members/find', { body: query })).toEqual({ items: [] });
    }
    const told = { reference: 'x-1', channel: 'web' };
    const code = { ...told, code: '123456' };
    expect(await call(theirs, `PATCH /v1/members/${member}`, { body: told })).toEqual({
      refusal: 'members.member.unknown',
    });
    expect(await call(theirs, `POST /v1/members/${member}/phone-verification`, { body: code })).toEqual({
      refusal: 'members.member.unknown',
    });
    expect(
      await call(theirs, `POST /v1/members/${member}/consents`, { body: { ...told, consents: [consent] } }),
    ).toEqual({
      refusal: 'members.member.unknown',
    });
    expect(await call(theirs, `POST /v1/cards/${card}/block`, { body: { reference: 'x-2', reason: 'lost' } })).toEqual({
      refusal: 'cards.card.unknown',
    });
    expect(await call(theirs, `POST /v1/cards/${card}/unblock`, { body: { reference: 'x-3' } })).toEqual({
      refusal: 'cards.card.unknown',
    });
    const replacement = { reference: 'x-4', number: '299000499999', reason: 'lost' };
    expect(await call(theirs, `POST /v1/cards/${card}/replace`, { body: replacement })).toEqual({
      refusal: 'cards.card.unknown',
    });
    expect(
      await call(theirs, 'POST /v1/cards', { body: { reference: 'x-5', number: '299000499998', member } }),
    ).toEqual({
      refusal: 'members.member.unknown',
    });
  });

  test('is not shown once erased', async () => {
    const { member } = await yes(ours, 'POST /v1/members', {
      body: {
        reference: 'form-3',
        program: 'club',
        channel: 'web',
        phone: '+34600400003',
        profile: { familyName: 'Erased' },
      },
    });
    const { id } = rooms.tokens.decode('mem', member)!;
    await rooms.database.query(`update lanes.owner set state = 'erased', revision = revision + 1 where owner = $1`, [
      id,
    ]);
    expect(await call(ours, `GET /v1/members/${member}`)).toEqual({ refusal: 'members.member.unknown' });
    expect(await yes(ours, 'POST /v1/members/find', { body: { familyName: 'Erased' } })).toEqual({ items: [] });
    expect(await yes(ours, 'POST /v1/members/find', { body: { phone: '+34600400003' } })).toEqual({ items: [] });
  });

  test('withdraws a consent; an older paper form that comes later does not bring it back', async () => {
    const { member } = await yes(ours, 'POST /v1/members', {
      body: {
        reference: 'form-4',
        program: 'club',
        channel: 'web',
        phone: '+34600400004',
        consents: [consent],
        occurredAt: '2025-12-01T10:00:00Z',
      },
    });
    const say = (reference: string, isGiven: boolean, occurredAt: string) =>
      yes(ours, `POST /v1/members/${member}/consents`, {
        body: { reference, channel: 'paper', consents: [{ ...consent, isGiven }], occurredAt },
      });
    await say('form-4b', false, '2025-12-20T10:00:00Z');
    await say('form-4c', true, '2025-12-10T10:00:00Z');
    expect((await yes(ours, `GET /v1/members/${member}`))['consents']).toMatchObject([{ isGiven: false }]);
    expect(
      await rooms.database.query(`select count(*) from members.consent where source = 'form 12' and channel = 'sms'`),
    ).not.toEqual([{ count: 1n }]);
  });

  test('names fill pages', async () => {
    for (const n of [1, 2, 3]) {
      await yes(ours, 'POST /v1/members', {
        body: {
          reference: `page-${n}`,
          program: 'club',
          channel: 'web',
          phone: `+3460041000${n}`,
          profile: { familyName: 'Paging' },
        },
      });
    }
    const first = await yes(ours, 'POST /v1/members/find', { body: { familyName: 'PAGING', limit: 2 } });
    expect(first['items']).toHaveLength(2);
    const second = await yes(ours, 'POST /v1/members/find', {
      body: { familyName: 'PAGING', limit: 2, cursor: first['next'] },
    });
    expect(second['items']).toHaveLength(1);
    expect(second['next']).toBeUndefined();
  });

  test('is changed, with the phone proved by the code from the outbox', async () => {
    const { member } = await yes(ours, 'POST /v1/members', {
      body: {
        reference: 'form-5',
        program: 'club',
        channel: 'web',
        phone: '+34600400005',
        profile: { email: 'old@example.com' },
      },
    });
    await yes(ours, 'POST /v1/phone-codes', { body: { phone: '+34600400006', purpose: 'verify' } });
    const [message] = await rooms.notifications.outbox(ours.tenant, { before: 2n ** 62n, limit: 1 });
    const phoneCode = /\d{6}/.exec(message!.text)![0];
    const body = {
      ...{ reference: 'change-5', channel: 'app', phone: '+34600400006', phoneCode },
      profile: { givenName: 'Eva', email: null },
      tiers: [{ program: 'club', tier: 'gold' }],
    };
    const changed = await yes(ours, `PATCH /v1/members/${member}`, { body });
    expect(changed['changed']).toEqual(['tiers', 'givenName', 'email', 'phone']);
    expect(await yes(ours, `PATCH /v1/members/${member}`, { body })).toEqual({ ...changed, repeated: true });
    expect(await yes(ours, `GET /v1/members/${member}`)).toMatchObject({
      phone: '+34600400006',
      phoneVerified: true,
      profile: { givenName: 'Eva' },
      enrolments: [{ tier: 'gold' }],
    });
  });

  test('a write without a reference is refused', async () => {
    const body = { program: 'club', channel: 'web', phone: '+34600400007' };
    expect(await call(ours, 'POST /v1/members', { body })).toEqual({ refusal: 'operation.reference_missing' });
  });

  test('a write that its header and its body name differently is refused, one that they name alike is taken', async () => {
    const clientReference = 'enrol-two-names';
    const body = { program: 'club', channel: 'web', phone: '+34600400008', reference: 'another' };
    expect(await call(ours, 'POST /v1/members', { body, clientReference })).toEqual({
      refusal: 'operation.reference_differs',
    });
    const alike = { ...body, reference: clientReference };
    expect(await yes(ours, 'POST /v1/members', { body: alike, clientReference })).toMatchObject({ isNew: true });
    for (const [act, more] of Object.entries({ block: { reason: 'lost' }, unblock: {} }))
      expect(
        await call(ours, `POST /v1/cards/card_28ea2qk5x8g9rnfffa048hhn2z/${act}`, {
          body: { reference: 'another', ...more },
          clientReference,
        }),
        act,
      ).toEqual({ refusal: 'operation.reference_differs' });
  });

  test('two partners may use the same reference', async () => {
    const partners = [1, 2].map((partner) => principal(ours.tenant, { partner }));
    for (const [n, who] of partners.entries()) {
      const body = { reference: '1', program: 'club', channel: 'web', phone: `+3460042000${n}` };
      expect(await yes(who, 'POST /v1/members', { body })).toMatchObject({ isNew: true });
    }
  });
});

describe('a card through the API', () => {
  test('is issued, shown masked, blocked, unblocked and replaced', async () => {
    const issued = await yes(ours, 'POST /v1/cards', {
      body: { reference: 'c-1', number: '2990 0050 0001', programs: ['club'] },
    });
    const { card } = issued;
    expect(await yes(ours, `GET /v1/cards/${card}`)).toMatchObject({
      card,
      masked: '••••0001',
      state: 'active',
      programs: ['club'],
    });
    const block = { reference: 'c-2', reason: 'lost' };
    const blocked = await yes(ours, `POST /v1/cards/${card}/block`, { body: block });
    expect(blocked).toMatchObject({ state: 'blocked', reason: 'lost', repeated: false });
    expect(await yes(ours, `POST /v1/cards/${card}/block`, { body: block })).toEqual({ ...blocked, repeated: true });
    await yes(ours, `POST /v1/cards/${card}/unblock`, { body: { reference: 'c-3' } });
    const replacement = { reference: 'c-4', number: '299000500002', reason: 'damaged' };
    const { replacedBy } = await yes(ours, `POST /v1/cards/${card}/replace`, { body: replacement });
    expect(await yes(ours, `GET /v1/cards/${replacedBy}`)).toMatchObject({
      masked: '••••0002',
      member: issued['member'],
      programs: ['club'],
    });
    expect(await call(ours, 'POST /v1/cards', { body: { reference: 'c-5', number: '299000500001' } })).toEqual({
      refusal: 'cards.card.exists',
    });
  });
});
