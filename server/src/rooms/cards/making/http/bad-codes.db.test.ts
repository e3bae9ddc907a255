// Codes that are not right for their file, and files that are not those of their code.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileNumber, makeCardFileHouse, type CardFileHouse } from '../../../../../test/card-files.ts';
import { must } from '../../../../../test/house.ts';
import { assert } from '../../../../kernel/assert.ts';
import { instantFromIso } from '../../../../kernel/instant.ts';
import { manualClock } from '../../../../platform/clock.ts';

const clock = manualClock(instantFromIso('2026-11-22T08:00:00Z')!);
let house: CardFileHouse;

beforeAll(async () => {
  house = await makeCardFileHouse({ clock });
  // A card that was there before any of these files.
  assert((await house.confirmed(`number\n${fileNumber(0)}\n`)) === 'released', 'the first card is made');
});
afterAll(() => house.close());

const folder = join(tmpdir(), `tallystick-${process.pid}`, 'card-files');
/** Uploads a file and lets it be checked; where its bytes lie, among whatever others left there. */
async function checkedOnDisk(file: string): Promise<{ path: string; bytes: string }> {
  const before = new Set(readdirSync(folder));
  const { path } = await house.check(file);
  const fresh = readdirSync(folder).filter((name) => !before.has(name));
  expect(fresh).toHaveLength(1);
  return { path, bytes: join(folder, fresh[0]!) };
}
const flipBit = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[12] = bytes[12]! ^ 1;
  writeFileSync(path, bytes);
};
const oneCard = (n: number): string => `number\n${fileNumber(800_000 + n)}\n`;

test('a wrong, foreign, replaced, late and used code get one answer, and make nothing', async () => {
  const { path } = await house.check(oneCard(1));
  const other = await house.check(oneCard(2));
  const before = await house.stock();
  const code = async (of: string): Promise<string> => {
    expect(await house.send(`POST ${of}/code`)).toMatchObject({ status: 202 });
    return house.mailedCode();
  };
  const answers = new Set<string>();
  const refused = async (of: string, entered: string, secret?: string): Promise<void> => {
    const answer = await house.send(`POST ${of}/confirm`, { code: entered }, secret);
    expect([answer.status, answer.body.code]).toEqual([422, 'cards.code.wrong']);
    answers.add(JSON.stringify({ ...answer.body, requestId: undefined }));
  };
  const [foreign, first] = [await code(other.path), await code(path)];
  const colleague = must(
    await house.partners.issueCredential(house.tenant, { name: 'colleague', scopes: ['cards:make'] }),
  ).secret;
  await house.refresh();
  // Wrong; of another file; by another user; by another tenant; of no file.
  await refused(path, first === '00000000' ? '00000001' : '00000000');
  await refused(path, foreign);
  await refused(path, first, colleague);
  await refused(path, first, house.secrets.vecino);
  await refused(`/v1/card-files/cfile_${'0'.repeat(26)}`, first);
  // Another one was sent since.
  const second = await code(path);
  if (second !== first) await refused(path, first);
  // Ten minutes and a second later.
  clock.advance(601_000_000);
  await refused(path, second);
  // Right, but after five wrong ones.
  const third = await code(path);
  for (let n = 0; n < 5; n++) await refused(path, third === '00000000' ? '00000001' : '00000000');
  await refused(path, third);
  await house.making.work();
  expect(await house.stock()).toBe(before);
  expect((await house.send(`GET ${path}`)).body.state).toBe('checked');
  // Control: the code that is right is let in by the same hand, once.
  const fourth = await code(path);
  expect((await house.send(`POST ${path}/confirm`, { code: fourth })).status).toBe(202);
  await refused(path, fourth);
  await house.making.work();
  await refused(path, fourth);
  expect(await house.stock()).toBe(before + 1);
  expect(answers.size).toBe(1);
  await house.send(`POST ${other.path}/abandon`);
});

test('a file that changed after its code was mailed is not let in, and one that changed after it was entered makes nothing', async () => {
  const before = await house.stock();
  const early = await checkedOnDisk(oneCard(11));
  await house.send(`POST ${early.path}/code`);
  flipBit(early.bytes);
  const code = { code: await house.mailedCode() };
  expect(await house.send(`POST ${early.path}/confirm`, code)).toMatchObject({ status: 422 });
  await house.making.work();
  expect(await house.stock()).toBe(before);
  await house.send(`POST ${early.path}/abandon`);

  const late = await checkedOnDisk(oneCard(12));
  await house.send(`POST ${late.path}/code`);
  const right = { code: await house.mailedCode() };
  expect(await house.send(`POST ${late.path}/confirm`, right)).toMatchObject({ status: 202 });
  flipBit(late.bytes);
  await house.making.work();
  expect((await house.send(`GET ${late.path}`)).body).toMatchObject({
    state: 'refused',
    refusal: { code: 'cards.file.changed' },
  });
  expect(await house.stock()).toBe(before);
});

test('other bytes under the name of a file are refused, and the code of the first is none for them under another name', async () => {
  const first = await house.check(oneCard(21), { reference: 'same-name' });
  const query = 'range=file-gift&mode=whole&reference=same-name';
  expect(await house.send(`POST /v1/card-files?${query}`, oneCard(21))).toMatchObject({
    status: 202,
    body: { repeated: true },
  });
  expect(await house.send(`POST /v1/card-files?${query}`, oneCard(22))).toMatchObject({
    status: 409,
    body: { code: 'operation.reference_reused' },
  });
  const second = await house.check(oneCard(22));
  await house.send(`POST ${first.path}/code`);
  const code = { code: await house.mailedCode() };
  expect(await house.send(`POST ${second.path}/confirm`, code)).toMatchObject({ status: 422 });
  for (const { path } of [first, second]) await house.send(`POST ${path}/abandon`);
});
