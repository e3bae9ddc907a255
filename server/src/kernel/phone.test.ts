import { describe, expect, it } from 'vitest';
import { maskPhone, parsePhone } from './phone.ts';
import type { Phone } from './phone.ts';

const read = (text: string, country?: string) => {
  const outcome = parsePhone(text, country);
  return outcome.ok ? outcome.value : outcome.refusal;
};

describe('a phone number', () => {
  it.each([
    ['+34600123456', undefined],
    ['+34 600 12 34 56', undefined],
    ['600 123 456', 'ES'],
    ['0034 600-123-456', 'ES'],
    ['+34 600123456', 'US'],
  ])('written %s (country %s) is the same person', (text, country) => {
    expect(read(text, country)).toBe('+34600123456');
  });

  it.each([
    ['no country', '600123456', undefined],
    ['a country that is none', '600123456', 'ZZ'],
    ['too few digits', '+3460012345', undefined],
    ['a number that the plan does not have', '+34000000000', undefined],
    ['a fictional American exchange', '+15551112222', undefined],
    ['an extension', '+34 910 123 456 ext. 12', undefined],
    ['a note around it', 'call 600 123 456 now', 'ES'],
    ['nothing', '', 'ES'],
    ['letters', 'no phone', 'ES'],
    ['a long text', '6'.repeat(100_000), 'ES'],
  ])('is not read from %s', (_, text, country) => {
    expect(read(text, country)).toBe('kernel.phone.malformed');
  });

  it('is answered the same when it comes again', () => {
    expect(parsePhone('+34600123457')).toBe(parsePhone('+34600123457'));
    expect(read('+34000000001')).toBe('kernel.phone.malformed');
    expect(read('+34000000001')).toBe('kernel.phone.malformed');
  });

  it.each([
    ['+34600123456', '+34•••••3456'],
    ['+12025550123', '+1••••••0123'],
    ['+79161234567', '+7••••••4567'],
    ['+351912345678', '+351•••••5678'],
    ['+2907123', '+290•••3'],
  ])('%s is masked as %s', (phone, masked) => {
    expect(maskPhone(phone as Phone)).toBe(masked);
  });
});
