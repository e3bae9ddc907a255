// Draws from a pot and then hangs, as a process that is killed between draw and use: `URL TENANT POT BUDGET LANE NEED`.

import { openDatabase } from '../src/platform/database/database.ts';
import { draw } from '../src/platform/pots/index.ts';

const [url, tenant, pot, budget, lane, need] = process.argv.slice(2);
const database = openDatabase(url, { connections: 1, applicationName: 'crash-draw' });
await draw(database, { tenant: Number(tenant), pot, budget: BigInt(budget), lane: Number(lane), need: BigInt(need) });
process.stdout.write('drawn\n');
setInterval(() => undefined, 1_000);
