import { expect, test } from 'vitest';
import { answered, nameOfAct } from './act-names.ts';

test('a write keeps its name until it was answered; the same afterwards is another act', () => {
  const first = nameOfAct('POST /v1/partners {"code":"norte"}');
  expect(nameOfAct('POST /v1/partners {"code":"norte"}')).toBe(first);
  expect(nameOfAct('POST /v1/partners {"code":"sur"}')).not.toBe(first);
  answered('POST /v1/partners {"code":"norte"}');
  expect(nameOfAct('POST /v1/partners {"code":"norte"}')).not.toBe(first);
});

test('a write that nobody answered is another act after ten minutes: others may have changed it back meanwhile', () => {
  const minutes = (count: number): number => count * 60_000;
  const first = nameOfAct('POST /pause', minutes(1));
  expect(nameOfAct('POST /pause', minutes(10))).toBe(first);
  expect(nameOfAct('POST /pause', minutes(11))).not.toBe(first);
});
