import { expect, test } from 'vitest';
import { parseNetworks } from './networks.ts';

test('networks are addresses and ranges of both families', () => {
  const networks = parseNetworks('127.0.0.1, 10.0.0.0/8,fd00::/8');
  expect(['127.0.0.1', '10.9.8.7', 'fd12::1'].map((one) => networks?.includes(one))).toEqual([true, true, true]);
  expect(['127.0.0.2', '11.0.0.1', 'fe80::1'].map((one) => networks?.includes(one))).toEqual([false, false, false]);
});

test('what is no network is not guessed', () => {
  expect(['localhost', '10.0.0.0/33', '10.0.0/8', '::1/129'].map(parseNetworks)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
