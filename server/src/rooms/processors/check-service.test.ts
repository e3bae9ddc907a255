import { expect, test } from 'vitest';
import { checkService } from './check-service.ts';
import { standInJson, standInXml } from './stand-in/services.ts';
import type { WebService } from './web-service.ts';

const json = standInJson('https://example.com');
const xml = standInXml('https://example.com');
const { reverse: _, ...withoutReverse } = json;
const { redeem: __, ...withoutRedeem } = json;
const { reference: ___, ...withoutReference } = json.transactions.fields;

const PARTIAL = { yes: 'YES', no: 'NO', policy: 'by_caller' } as const;
const parts = standInJson('https://example.com', { partial: 'by_caller', onUnknown: 'query' });

test.each<[string, WebService]>([
  ['JSON', json],
  ['parts', parts],
  ['XML', xml],
  ['only read', standInJson('https://example.com', { readsOnly: true })],
])('a service in %s works', (_name, service) => expect(checkService(service)).toEqual({ ok: true }));

test.each<[string, WebService]>([
  ['a card number in its address', { ...json, balance: { ...json.balance, path: '/cards/{card}' } }],
  ['a PIN in its address', { ...json, redeem: { ...json.redeem!, path: '/redeem?pin={pin}' } }],
  ['a PIN where none is kept', { ...json, balance: { ...json.balance, body: { card: '{card}', pin: '{pin}' } } }],
  ['a placeholder that there is not', { ...json, balance: { ...json.balance, body: { card: '{card}', x: '{who}' } } }],
  ['no card', { ...json, balance: { ...json.balance, body: {} } }],
  ['a path to somewhere else', { ...json, balance: { ...json.balance, path: '.evil.example/' } }],
  ['a header that is ours', { ...json, headers: { Host: 'inside' } }],
  ['a header of two lines', { ...json, headers: { 'x-a': 'b\r\nx-c: d' } }],
  ['a GET with a body', { ...json, balance: { ...json.balance, method: 'GET' } }],
  ['text where JSON is sent', { ...json, balance: { ...json.balance, body: '{card}' } }],
  ['XML that is none', { ...xml, balance: { ...xml.balance, body: '<a>{card}' } }],
  ['a part, and a find that does not say how much', { ...parts, find: { ...parts.find!, fields: { id: 'id' } } }],
  [
    'a part, and nobody is told of it',
    { ...json, redeem: { ...json.redeem!, partial: PARTIAL, fields: { amount: 'paid' } } },
  ],
  [
    'a part, and no field for how much it is',
    {
      ...json,
      redeem: { ...json.redeem!, partial: PARTIAL, body: { reference: '{reference}', partial: '{partial}' } },
    },
  ],
  [
    'a word for a part that is never taken',
    { ...json, reverse: { ...json.reverse!, body: { reference: '{reference}', part: '{partial}' } } },
  ],
  ['no reference in a payment', { ...json, redeem: { ...json.redeem!, body: { card: '{card}' } } }],
  ['no reversal, although it reverses', withoutReverse],
  ['no payment, although it reverses', withoutRedeem],
  [
    'nowhere to look, although it looks',
    { ...xml, find: undefined, transactions: { ...xml.transactions, fields: withoutReference } },
  ],
])('a service with %s is refused', (_name, service) =>
  expect(checkService(service)).toMatchObject({ refusal: 'processors.service.malformed' }),
);
