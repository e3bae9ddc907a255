import { expect, test } from 'vitest';
import { checkService } from './check-service.ts';
import { standInJson, standInXml } from './stand-in/services.ts';
import type { WebService } from './web-service.ts';

const json = standInJson('https://example.com');
const xml = standInXml('https://example.com');
const { reverse: _, ...withoutReverse } = json;
const { redeem: __, ...withoutRedeem } = json;
const { reference: ___, ...withoutReference } = json.transactions.fields;

test.each<[string, WebService]>([
  ['JSON', json],
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
