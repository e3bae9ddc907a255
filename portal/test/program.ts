import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { scratchFolder } from '../../server/test/scratch.ts';

const PROJECT = join(import.meta.dirname, '../..');
const STARTER = join(PROJECT, 'bin/tallystick.mjs');
// The first start builds the portal and makes a database, on machines that do other things too.
const UP_MS = 150_000;
const CODE_MS = 10_000;

/** What the demo tells a newcomer. */
export type Demo = {
  readonly admin: string;
  readonly till: string;
  readonly people: readonly { readonly email: string; readonly password: string }[];
  readonly members: readonly { readonly member: string; readonly phone: string; readonly card: string }[];
};

/** The program as `npm start` starts it, with a folder of its own, and how tills and people outside speak to it. */
export type Program = {
  readonly url: string;
  readonly demo: Demo;
  /** Its folder, in which its database lies too. */
  readonly dataDir: string;
  /** A command beside it; gives what it printed, fails where it does. */
  command(...args: string[]): Promise<string>;
  /** Asks the API with a key; fails where it is refused. */
  ask<Answer>(what: string, body?: object, key?: string): Promise<Answer>;
  /** The code of the newest mail to that address, once it is there. */
  codeFor(email: string, butNot?: string): Promise<string>;
  stop(): Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Without what the npm that runs the tests has left in it. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST|DATABASE_URL)/.test(name)));

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Starts the program on a fresh folder and a free port, with settings of the environment, and waits until it answers. */
export async function startProgram(settings: Readonly<Record<string, string>> = {}): Promise<Program> {
  const dataDir = scratchFolder('portal');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...cleanEnvironment(), DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', ...settings };
  const child: ChildProcess = spawn(process.execPath, [STARTER, 'start'], {
    ...{ cwd: PROJECT, env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout?.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const until = performance.now() + UP_MS;
  while (!(await isHealthy(url))) {
    if (performance.now() > until || child.exitCode !== null) throw new Error(`it does not start: ${said}`);
    await sleep(100);
  }
  const demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Demo;
  return {
    url,
    demo,
    dataDir,
    command: async (...args) =>
      (await promisify(execFile)(process.execPath, [STARTER, ...args], { cwd: PROJECT, env })).stdout,
    async ask<Answer>(what: string, body?: object, key = demo.till) {
      const [method, path] = what.split(' ') as [string, string];
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`${what}: ${JSON.stringify(answer)}`);
      return answer as Answer;
    },
    async codeFor(email, butNot) {
      const patience = performance.now() + CODE_MS;
      for (;;) {
        const page = await (await fetch(`${url}/outbox`)).text();
        const rows = page.split('<tr>').filter((row) => row.includes(email));
        const code = rows
          .map((row) => /\b(\d{8}|\d{6})\b/.exec(row.replaceAll(/<td>\d{4}-[^<]*<\/td>/g, ''))?.[1])
          .find(Boolean);
        if (code !== undefined && code !== butNot) return code;
        if (performance.now() > patience) throw new Error(`no code came for ${email}`);
        await sleep(100);
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
