import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inheritedEnvironment } from '../platform/config.ts';
import { freshDatabase } from '../platform/database/template.ts';
import { hasProcesses, processTree, survivors, type Process } from '../../test/process-tree.ts';
import { scratchFolder } from '../../test/scratch.ts';

const root = join(import.meta.dirname, '../../..');
const starter = join(root, 'bin/tallystick.mjs');
const oldNode = `--import=${join(root, 'server/test/old-node.mjs')}`;
// With demo data to make, a first start takes its time on a busy machine.
const UP_MS = 60_000;
const GONE_MS = 2_000;

let dataDir: string;
let port: string;
const started = new Set<ChildProcess>();

/** Without what the npm that runs the tests has left in it. */
function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const ours = Object.entries(inheritedEnvironment()).filter(([name]) => !/^(npm_|NODE_|VITEST)/.test(name));
  return { ...Object.fromEntries(ours), DATA_DIR: dataDir, PORT: port, HOST: '127.0.0.1', ...more };
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return String(free);
}

type Run = { child: ChildProcess; said: () => string; code: Promise<number | string | null> };

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Run {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const code = new Promise<number | string | null>((done) =>
    child.on('exit', (status, signal) => {
      started.delete(child);
      done(signal ?? status);
    }),
  );
  return { child, said: () => said, code };
}

const tallystick = (...args: string[]): Run => run(process.execPath, [starter, ...args], environment());
const start = (more: Record<string, string> = {}): Run =>
  run(process.execPath, [starter, 'start'], environment({ NODE_OPTIONS: oldNode, ...more }));
const npmStart = (more: Record<string, string> = {}): Run =>
  run('npm', ['start'], environment({ NODE_OPTIONS: oldNode, ...more }));

async function healthy(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}

/** Waits until it answers, and gives its processes. */
async function up(program: Run): Promise<Process[]> {
  const until = performance.now() + UP_MS;
  while (!(await healthy())) {
    if (performance.now() > until || program.child.exitCode !== null)
      throw new Error(`it does not start: ${program.said()}`);
    await sleep(50);
  }
  return processTree(program.child.pid!);
}

async function saidWhole(program: Run): Promise<void> {
  while (!program.said().includes('Ctrl-C stops it')) await sleep(25);
}

/** Does what a newcomer does with the sale that the greeting prints. */
async function pasteFirstSale(program: Run): Promise<Record<string, unknown>> {
  const [, url, key, body] = /curl -s (\S+) -H 'authorization: (Bearer \S+)'[^]*?-d '([^']*)'/.exec(program.said())!;
  const headers = { authorization: key, 'content-type': 'application/json' };
  return (await (await fetch(url, { method: 'POST', headers, body })).json()) as Record<string, unknown>;
}

async function gone(processes: readonly Process[], withinMs: number): Promise<Process[]> {
  const until = performance.now() + withinMs;
  while (survivors(processes).length > 0 && performance.now() < until) await sleep(25);
  return survivors(processes);
}

beforeAll(async () => {
  dataDir = scratchFolder('start');
  port = await freePort();
});

afterAll(() => {
  // A test that failed may have left something running; the program takes its database along.
  for (const child of started) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

describe.skipIf(!hasProcesses)('the program and its processes', { timeout: 2 * UP_MS }, () => {
  test(
    'a fresh folder is enough, SIGTERM to npm stops everything, and a second start has the data',
    async () => {
      // Nothing is built there yet, as in a folder that was just cloned.
      const pages = { PAGES_DIR: join(dataDir, 'built-pages') };
      const first = npmStart(pages);
      const processes = await up(first);
      // npm, starter, program, guard, PostgreSQL.
      expect(processes.length).toBeGreaterThanOrEqual(5);
      expect(first.said()).toMatch(/KEEP A COPY/);
      expect(first.said()).toContain('Building the portal: a few seconds, this time only.');
      expect(first.said()).toContain('Building the member page: a few seconds, this time only.');
      const write = tallystick('db', 'sql', 'create table public.kept as select 42 as answer');
      expect(await write.code).toBe(0);
      first.child.kill('SIGTERM');
      await first.code;
      expect(await gone(processes, UP_MS)).toEqual([]);

      const second = start(pages);
      await up(second);
      expect(second.said()).not.toMatch(/KEEP A COPY/);
      expect(second.said()).not.toContain('Building');
      expect(await (await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } })).text()).toContain(
        '<div id="root">',
      );
      const readWhileUp = tallystick('db', 'sql', '--json', 'select answer from public.kept');
      expect([await readWhileUp.code, readWhileUp.said()]).toEqual([0, '[{"answer":42}]\n']);
      await saidWhole(second);
      const pasted = [await pasteFirstSale(second), await pasteFirstSale(second)];
      expect(pasted).toMatchObject([{ repeated: false }, { repeated: true, operation: pasted[0].operation as string }]);
      second.child.kill('SIGINT');
      expect(await second.code).toBe(0);

      const readWhenDown = tallystick('db', 'sql', '--json', 'select answer from public.kept');
      expect([await readWhenDown.code, readWhenDown.said()]).toEqual([0, '[{"answer":42}]\n']);
      // Two pages are built as well.
    },
    4 * UP_MS,
  );

  const victims: [string, (processes: Process[]) => Process | undefined][] = [
    ['npm', (processes) => processes[0]],
    [
      'the starter',
      (processes) => processes.find(({ command }) => /^\S*node bin\/tallystick\.mjs start/.test(command)),
    ],
    ['the program', (processes) => processes.find(({ command }) => command.includes('cli/main.ts start'))],
    ['the guard of PostgreSQL', (processes) => processes.find(({ command }) => command.startsWith('/bin/sh -c'))],
    ['PostgreSQL', (processes) => processes.find(({ command }) => /^\S*bin\/postgres -D/.test(command))],
    [
      'one process of PostgreSQL',
      (processes) => processes.find(({ command }) => command.startsWith('postgres: checkpointer')),
    ],
  ];
  test.each(victims)(
    'after kill -9 of %s all are gone within two seconds, and the next start works',
    async (_, choose) => {
      const program = npmStart();
      const processes = await up(program);
      const victim = choose(processes);
      expect(victim, processes.map(({ command }) => command).join('\n')).toBeDefined();
      process.kill(victim!.pid, 'SIGKILL');
      expect(await gone(processes, GONE_MS)).toEqual([]);
    },
  );

  test('on a server that is not ours it starts and stops, and one that does not answer is named', async () => {
    const target = await freshDatabase();
    const elsewhere = { DATABASE_URL: target.url, DATA_DIR: join(dataDir, 'external'), DEMO: 'no' };
    const program = start(elsewhere);
    const processes = await up(program);
    expect(processes.some(({ command }) => command.includes('bin/postgres'))).toBe(false);
    program.child.kill('SIGTERM');
    expect(await program.code).toBe(0);
    expect(await gone(processes, GONE_MS)).toEqual([]);
    await target.drop();

    const nowhere = start({ ...elsewhere, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' });
    expect(await nowhere.code).toBe(1);
    expect(nowhere.said()).toMatch(/^tallystick: the database of DATABASE_URL does not answer: [^\n]*\n$/);
  });

  test('a second program on the same data, or on a taken port, says so in one line', async () => {
    const program = start();
    const processes = await up(program);
    const second = start({ PORT: '0' });
    expect(await second.code).toBe(1);
    expect(second.said()).toMatch(/^tallystick: another program is running on .*\n$/);
    const third = start({ DATA_DIR: join(dataDir, 'other'), DEMO: 'no' });
    expect(await third.code).toBe(1);
    expect(third.said()).toMatch(/^tallystick: \S+:\d+ is taken: another program listens there\n$/);
    program.child.kill('SIGTERM');
    await program.code;
    expect(await gone(processes, UP_MS)).toEqual([]);
  });
});

test('an older Node without the one that npm brings is told in one line what is needed', async () => {
  const program = start({ TALLYSTICK_TEST_PLATFORM: 'plan9' });
  expect(await program.code).toBe(1);
  expect(program.said()).toMatch(/^tallystick needs Node 22\.18 or 24 and newer; this is v20\.19\.0,[^\n]*\n$/);
});

test('a wrong setting is named in one line', async () => {
  const program = start({ PORT: 'eighty' });
  expect(await program.code).toBe(2);
  expect(program.said()).toBe('tallystick: PORT must be a whole number from 0 to 65535\n');
});
