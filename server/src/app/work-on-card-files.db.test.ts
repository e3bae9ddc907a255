import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../test/house.ts';
import { createMaking } from '../rooms/cards/index.ts';
import { workOnCardFiles } from './work-on-card-files.ts';

const folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-thread-`));
let house: TestHouse;

beforeAll(async () => {
  house = await makeHouse();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a thread of its own checks files, sees a range that was opened since, and ends when it is told to', async () => {
  const failures: unknown[] = [];
  const jobs = workOnCardFiles({ url: house.url, keys: house.keys, folder }, (error) => failures.push(error));
  jobs.start();
  must(
    await house.cards.openRange(house.tenant, {
      ...{ code: 'club', type: 'bonus', prefix: '8880', length: 12, charset: 'digits', checkDigit: 'none' },
      ...{ pinKind: 'none', pinLength: 0, pinRequired: false, unit: undefined, face: undefined, program: undefined },
      ...{ priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined, policy: {} },
    }),
  );
  const { database, keys, tokens, clock, programs, cards } = house;
  const nobody = () => Promise.reject(new Error('nobody is asked'));
  const making = createMaking({
    ...{ database, keys, tokens, clock, programs, cards, folder },
    ...{ sendCode: nobody, askSecondPerson: nobody },
  });
  const { making: received } = must(
    await making.receive({
      ...{ tenant: house.tenant, partner: 0, space: 0n, reference: 'one', range: 'club', mode: 'whole', told: {} },
      ...{ by: { credential: 1n }, upload: Readable.from([Buffer.from('number\n888000000001\n888000000002\n')]) },
    }),
  );
  await vi.waitFor(
    async () =>
      expect(await making.find(house.tenant, received.making)).toMatchObject({ state: 'checked', rowsTotal: 2 }),
    { timeout: 15_000, interval: 100 },
  );
  await jobs.stop();
  expect(failures).toEqual([]);
});
