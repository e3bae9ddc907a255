import { openHouse } from './base.ts';
import { createBaseline, firstNumber } from './baseline.ts';
import { createApi } from '../../server/src/app/api.ts';
import { openDatabase } from '../../server/src/platform/database/database.ts';

// The server under load, in a process of its own: `server.ts URL FOLDER lanes|baseline POOL`. Prints its port when it is up.
const [url, folder, way, pool] = process.argv.slice(2);
const { house, database } = await openHouse(url, folder);
// As after the first minutes of a day: names are in memory.
await house.machine.recallNames(0);
const plain = openDatabase(url, { connections: Number(pool), applicationName: 'tallystick-baseline' });
const machine =
  way === 'baseline' ? { ...house.machine, ...createBaseline(house, plain, await firstNumber(plain)) } : house.machine;
const api = await createApi({ ...house, machine, checkout: { ...house.checkout, machine } }, { isReady: () => true });
await api.listen({ port: 0, host: '127.0.0.1' });
const address = api.server.address();
console.log(`port ${typeof address === 'object' && address ? address.port : 0}`);

const stop = async (): Promise<void> => {
  await api.close();
  await house.stop();
  await plain.close();
  await database.close();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('disconnect', () => void stop());
