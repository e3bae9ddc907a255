import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

export type ServerProcess = { readonly port: number; readonly pid: number; stop(): Promise<void> };

/** Starts the server under load in a process of its own and waits until it listens. */
export async function startServer(url: string, folder: string, way: 'lanes' | 'baseline', pool = 8): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, ['--max-semi-space-size=64', join(import.meta.dirname, 'server.ts'), url, folder, way, String(pool)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: process.env,
  });
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
