import { expect, test } from 'vitest';
import { concatenationHeader, SMS_PARTS_MAX, smsTextOf } from './sms-text.ts';

const lengths = (text: string) => smsTextOf(text)?.parts.map(({ bytes }) => bytes.length);

test.each([
  ['a'.repeat(160), 'gsm7', [160]],
  ['a'.repeat(161), 'gsm7', [153, 8]],
  ['€'.repeat(80), 'gsm7', [160]],
  // An escape and its character are not torn apart: 76 of them are 152 septets, and one stays free.
  ['€'.repeat(81), 'gsm7', [152, 10]],
  ['я'.repeat(70), 'ucs2', [140]],
  ['я'.repeat(71), 'ucs2', [134, 8]],
  // A pair of surrogates takes four octets and stays together: 33 of them are 132.
  ['😀'.repeat(36), 'ucs2', [132, 12]],
  ['', 'gsm7', [0]],
])('%s is cut where the handset can join it', (text, alphabet, bytes) => {
  expect(smsTextOf(text)?.alphabet).toBe(alphabet);
  expect(lengths(text)).toEqual(bytes);
});

test('the alphabet of GSM 03.38 has its letters at their places', () => {
  const codes = (text: string) => [...(smsTextOf(text)?.parts[0]?.bytes ?? [])];
  expect(codes('@£$¥èÇ\nΔ_ÆßÉ ¤¡AZÄÖÑÜ§¿azäöñüà')).toEqual([
    0x00, 0x01, 0x02, 0x03, 0x04, 0x09, 0x0a, 0x10, 0x11, 0x1c, 0x1e, 0x1f, 0x20, 0x24, 0x40, 0x41, 0x5a, 0x5b, 0x5c,
    0x5d, 0x5e, 0x5f, 0x60, 0x61, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f,
  ]);
  expect(codes('[€]')).toEqual([0x1b, 0x3c, 0x1b, 0x65, 0x1b, 0x3e]);
});

test('more parts than a person reads are none', () => {
  expect(smsTextOf('a'.repeat(153 * SMS_PARTS_MAX))?.parts).toHaveLength(SMS_PARTS_MAX);
  expect(smsTextOf('a'.repeat(153 * SMS_PARTS_MAX + 1))).toBeUndefined();
});

test('the header of a part has five octets behind its length', () => {
  expect([...concatenationHeader(0x1ff, { part: 2, of: 3, bytes: Buffer.alloc(0) })]).toEqual([5, 0, 3, 0xff, 3, 2]);
});
