import { expect, test } from 'vitest';
import { createActNames, type Named } from './act-names.ts';

const store = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    text: () => [...kept.values()].join(),
  };
};
let count = 0;
const fresh = (): Named => ({ name: `name-${(count += 1)}` });

test('a write keeps its name until it was answered; the same afterwards is another act', async () => {
  const names = createActNames(undefined);
  const first = await names.nameOf('POST /v1/partners {"code":"norte"}', fresh());
  expect(await names.nameOf('POST /v1/partners {"code":"norte"}', fresh())).toEqual(first);
  expect(await names.nameOf('POST /v1/partners {"code":"sur"}', fresh())).not.toEqual(first);
  await names.answered('POST /v1/partners {"code":"norte"}');
  expect(await names.nameOf('POST /v1/partners {"code":"norte"}', fresh())).not.toEqual(first);
});

test('a write that nobody answered is another act after ten minutes: others may have changed it back meanwhile', async () => {
  const minutes = (many: number): number => many * 60_000;
  const names = createActNames(undefined);
  const first = await names.nameOf('POST /pause', fresh(), minutes(1));
  expect(await names.nameOf('POST /pause', fresh(), minutes(10))).toEqual(first);
  expect(await names.nameOf('POST /pause', fresh(), minutes(11))).not.toEqual(first);
});

test('a write that nobody answered goes by the same name and moment after the page was loaded again', async () => {
  const tab = store();
  const at = '2026-11-22T19:00:00Z';
  const first = await createActNames(tab).nameOf('POST /v1/returns {}', { name: 'once', at });
  const again = createActNames(tab);
  expect(await again.nameOf('POST /v1/returns {}', fresh())).toMatchObject({ name: first.name, at });
  await again.answered('POST /v1/returns {}');
  expect(await createActNames(tab).nameOf('POST /v1/returns {}', fresh())).not.toMatchObject({ name: 'once' });
});

test('neither what was written nor a name for what holds a secret outlives the page', async () => {
  const tab = store();
  await createActNames(tab).nameOf('POST /v1/members {"phone":"+34600000001"}', fresh());
  await createActNames(tab).nameOf('POST /v1/cards/card_1/pin {"newPin":"4711"}', { name: 'of-a-secret' });
  expect(tab.text()).not.toMatch(/600000001|of-a-secret/);
});

test('whoever signs out leaves no open write behind', async () => {
  const tab = store();
  const names = createActNames(tab);
  await names.nameOf('POST /pause', { name: 'mine' });
  names.forget();
  expect(await createActNames(tab).nameOf('POST /pause', fresh())).not.toMatchObject({ name: 'mine' });
});

test('what a store holds that is none of ours is no name', async () => {
  const broken = { getItem: () => '{"not":', setItem: () => undefined };
  expect(await createActNames(broken).nameOf('POST /pause', { name: 'given' })).toMatchObject({ name: 'given' });
});
