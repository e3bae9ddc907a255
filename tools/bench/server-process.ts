import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { ENGINE_FLAGS } from '../../bin/engine-flags.mjs';

export type ServerProcess = { readonly port: number; readonly pid: number; stop(): Promise<void> };

/** Starts the server under load in a process of its own and waits until it listens. */
export async function startServer(
  url: string,
  folder: string,
  way: 'lanes' | 'baseline',
  pool = 8,
): Promise<ServerProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    [...ENGINE_FLAGS, join(import.meta.dirname, 'server.ts'), url, folder, way, String(pool)],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: process.env,
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server under load ended with ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('port ')) resolve(Number(line.slice(5)));
      else console.log(line);
    });
  });
  return {
    port,
    pid: child.pid!,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** Tells sales without HTTP in a process of its own; operations per second and how many were refused. */
export async function runTold(ground: {
  url: string;
  folder: string;
  seconds: number;
}): Promise<{ perSecond: number; refused: number }> {
  const args = [
    ...ENGINE_FLAGS,
    join(import.meta.dirname, 'told.ts'),
    ground.url,
    ground.folder,
    String(ground.seconds),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { perSecond: number; refused: number };
}
