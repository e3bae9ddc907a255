import type { z } from 'zod';
import type { memberPageSchema, memberSchema } from '../../../../contract/members.ts';
import type { operationSchema } from '../../../../contract/checkout-answers.ts';
import type { reportLinePageSchema } from '../../../../contract/reports.ts';
import { searchAnswerSchema, searchSchema } from '../../../../contract/screens.ts';
import type { Endpoint } from '../../platform/http/endpoint.ts';
import { FAMILY, referenceBytes } from '../../platform/lanes/index.ts';
import { checkoutRoutes } from '../../rooms/checkout/http/routes.ts';
import { membersRoutes } from '../../rooms/members/http/routes.ts';
import type { Principal } from '../../rooms/partners/index.ts';
import { reportRoutes } from '../../rooms/reports/http/routes.ts';
import type { House } from '../compose.ts';
import { findMembersByWords } from './read/members-by-words.ts';
import { askRoom, screenEndpoint } from './screen-endpoint.ts';

type Found = z.input<typeof searchAnswerSchema>['items'][number];
type Member = z.infer<typeof memberSchema>;
type By = Extract<Found, { is: 'member' }>['by'];
type Rooms = { readonly house: House; readonly endpoints: readonly Endpoint<Principal>[] };

const NAMES_SHOWN_MAX = 8;
const PHONE = /^\+?[\d ().-]{5,25}$/;
const CARD = /^(?=.*\d)[0-9A-Za-z -]{6,40}$/;
const LETTERS = /\p{L}/u;
// What people have at hand: a receipt, its return, points without a receipt, an act by hand.
const FAMILIES = [FAMILY.sale, FAMILY.return, FAMILY.redeem, FAMILY.adjust, FAMILY.load];

const foundMember = (by: By, { member, profile, phone }: Member): Found => ({
  is: 'member',
  member,
  name: [profile.givenName, profile.familyName].filter(Boolean).join(' '),
  ...(phone !== undefined && { phone }),
  by,
});

const memberOf = async ({ endpoints }: Rooms, principal: Principal, by: By, member: string): Promise<Found[]> => {
  const one = await askRoom<Member>(endpoints, 'GET /v1/members/:member', { principal, params: { member } });
  return 'refusal' in one ? [] : [foundMember(by, one)];
};

const membersBy = async (
  { endpoints }: Rooms,
  principal: Principal,
  by: 'phone' | 'card' | 'externalId',
  text: string,
): Promise<Found[]> => {
  const body = { [by]: text, limit: NAMES_SHOWN_MAX };
  const asked = await askRoom<z.infer<typeof memberPageSchema>>(endpoints, 'POST /v1/members/find', {
    principal,
    body,
  });
  return 'refusal' in asked ? [] : asked.items.map((one) => foundMember(by, one));
};

const membersNamed = async (rooms: Rooms, principal: Principal, text: string): Promise<Found[]> => {
  const { house } = rooms;
  const owners = await findMembersByWords(house.database, principal.tenant, text, NAMES_SHOWN_MAX);
  const tokens = owners.map(({ lane, owner }) => house.tokens.encode('mem', lane, owner));
  return (await Promise.all(tokens.map((one) => memberOf(rooms, principal, 'name', one)))).flat();
};

const giftCardOf = async ({ house }: Rooms, principal: Principal, text: string): Promise<Found[]> => {
  const card = await house.members.cardSlot.find(house.machine.look, principal.tenant, text);
  if (!card.ok || card.found?.kind !== 'gift_card' || card.found.subject === 0n) return [];
  return [
    {
      is: 'giftCard',
      card: house.members.cardSlot.token(card.found.lane, card.found.subject),
      masked: `••••${card.number.slice(-4)}`,
    },
  ];
};

const operationOf = async ({ endpoints }: Rooms, principal: Principal, operation: string): Promise<Found[]> => {
  const one = await askRoom<z.infer<typeof operationSchema>>(endpoints, 'GET /v1/operations/:operation', {
    principal,
    params: { operation },
  });
  if ('refusal' in one) return [];
  const { kind, occurredAt, outlet } = one;
  return [{ is: 'operation', operation, kind, occurredAt, ...(outlet !== undefined && { outlet }) }];
};

/** Operations by the reference that their till gave: looked for in every space that the tenant has, in one statement. */
const operationsBy = async (rooms: Rooms, principal: Principal, text: string): Promise<Found[]> => {
  const { partners, machine, tokens } = rooms.house;
  const { tenant } = principal;
  const settings = partners.settings();
  const spaces = [
    ...settings.partnersOf(tenant).map(({ partner }) => 2n * BigInt(partner)),
    ...settings
      .outletsOf(tenant)
      .flatMap(({ outlet }) => settings.terminalsOf(outlet))
      .filter(({ hasOwnReferences }) => hasOwnReferences)
      .map(({ terminal }) => 2n * BigInt(terminal) + 1n),
    0n,
  ];
  const keys = spaces.flatMap((space) =>
    FAMILIES.map((family) => ({ tenant, space, family, reference: referenceBytes(text) })),
  );
  const references = await Promise.all(keys.map((key) => machine.look.reference(key)));
  const booked = references.filter((one) => one?.outcome === 'b').slice(0, NAMES_SHOWN_MAX);
  const shown = booked.map((one) => operationOf(rooms, principal, tokens.encode('op', one!.lane, one!.seq)));
  return (await Promise.all(shown)).flat();
};

/** Operations by what the customer reads on his receipt: its number, which is unique nowhere; the newest. */
const operationsOfReceipt = async ({ endpoints }: Rooms, principal: Principal, text: string): Promise<Found[]> => {
  const body = { filter: { receipt: text }, sort: 'newest', limit: NAMES_SHOWN_MAX };
  const asked = await askRoom<z.infer<typeof reportLinePageSchema>>(endpoints, 'POST /v1/reports/operations', {
    principal,
    body,
  });
  if ('refusal' in asked) return [];
  return asked.items.map(({ operation, kind, occurredAt, outlet }) => ({
    is: 'operation',
    operation,
    kind,
    occurredAt,
    ...(outlet !== undefined && { outlet }),
  }));
};

/** Every look-up that the form of the text allows, the surest first. */
function lookUps(rooms: Rooms, principal: Principal, text: string): Promise<Found[]>[] {
  const seesJournal = principal.scopes.has('journal:read');
  if (/^mem_[0-9a-z]{26}$/.test(text)) return [memberOf(rooms, principal, 'id', text)];
  if (/^op_[0-9a-z]{26}$/.test(text)) return seesJournal ? [operationOf(rooms, principal, text)] : [];
  return [
    ...(PHONE.test(text) ? [membersBy(rooms, principal, 'phone', text)] : []),
    ...(CARD.test(text) ? [membersBy(rooms, principal, 'card', text), giftCardOf(rooms, principal, text)] : []),
    membersBy(rooms, principal, 'externalId', text),
    // By its reference it is found at once, by its number as soon as the tables of reports have it.
    ...(seesJournal ? [operationsBy(rooms, principal, text), operationsOfReceipt(rooms, principal, text)] : []),
    ...(LETTERS.test(text) ? [membersNamed(rooms, principal, text)] : []),
  ];
}

const keyOf = (found: Found): string => {
  switch (found.is) {
    case 'member':
      return found.member;
    case 'giftCard':
      return found.card;
    case 'operation':
      return found.operation;
  }
};

/** `POST /v1/search`: a body, because phones and cards must not stand in addresses, which are logged and shared. */
export const searchEndpoint = (house: House) => {
  const rooms = { house, endpoints: [...membersRoutes(house), ...checkoutRoutes(house), ...reportRoutes(house)] };
  return screenEndpoint({
    method: 'POST',
    path: '/v1/search',
    repeats: 'reads',
    summary: 'Find a member, gift card or operation by whatever is known of it',
    description:
      'Writes nothing. Looks by phone, card number, external id, the number or the reference of a receipt, an id of this API, and words of a ' +
      'name, the last one begun (`garcia`, `Lucía Gar`), whatever capitals and accents. Operations are found by those who may read the journal.',
    scope: 'members:read',
    tags: ['screens'],
    body: searchSchema,
    answers: { 200: searchAnswerSchema },
    refusals: [],
    handler: async ({ principal, body }) => {
      const found = (await Promise.all(lookUps(rooms, principal, body.text))).flat();
      const once = new Map(found.toReversed().map((one) => [keyOf(one), one]));
      return { status: 200 as const, body: { items: [...once.values()].toReversed() } };
    },
  });
};
