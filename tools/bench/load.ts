import { connect, type Socket } from 'node:net';

/** What a load measured. Times in milliseconds. */
export type Measured = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly answered: number;
  readonly failed: number;
  readonly statuses: Readonly<Record<string, number>>;
};

/** Makes the next request of a connection; told of the answer to the one before. */
export type Script = (connection: number) => {
  readonly path: string;
  readonly body: string;
  readonly operations?: number;
};

export type LoadOptions = {
  readonly port: number;
  readonly secret: string;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly onAnswer?: (connection: number, status: number) => void;
};

const HEADER_END = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('content-length: ');

/**
 * The leanest generator at hand: raw sockets, keep-alive, one request under way on each connection, answers counted by status
 * and length without being parsed. Ends by itself. Only the time after the warm-up counts.
 */
export async function runLoad(script: Script, options: LoadOptions): Promise<Measured> {
  const { port, secret, connections, seconds, warmUpSeconds } = options;
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let counted = 0;
  let failed = 0;
  const begin = performance.now() + warmUpSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const head = (path: string, length: number): string =>
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${secret}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

  await Promise.all(
    Array.from({ length: connections }, (_, connection) => {
      const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sentAt = 0;
      let operations = 1;
      let buffered: Buffer = Buffer.alloc(0);
      return new Promise<void>((resolve, reject) => {
        const send = (): void => {
          const now = performance.now();
          if (now >= end) {
            socket.end();
            resolve();
            return;
          }
          const { path, body, operations: many = 1 } = script(connection);
          operations = many;
          sentAt = now;
          socket.write(head(path, Buffer.byteLength(body)) + body);
        };
        socket.on('connect', send);
        socket.on('error', reject);
        socket.on('close', () => resolve());
        socket.on('data', (chunk: Buffer) => {
          buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
          const headEnd = buffered.indexOf(HEADER_END);
          if (headEnd < 0) return;
          const at = buffered.indexOf(LENGTH);
          const length =
            at < 0 || at > headEnd
              ? 0
              : Number(buffered.toString('latin1', at + LENGTH.length, buffered.indexOf(13, at)));
          if (buffered.length < headEnd + 4 + length) return;
          const status = Number(buffered.toString('latin1', 9, 12));
          const now = performance.now();
          if (sentAt >= begin && now <= end) {
            latencies.push(now - sentAt);
            statuses[status] = (statuses[status] ?? 0) + 1;
            if (status < 300) counted += operations;
            else failed += operations;
          }
          buffered = Buffer.alloc(0);
          options.onAnswer?.(connection, status);
          send();
        });
      });
    }),
  );
  latencies.sort((a, b) => a - b);
  const quantile = (q: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? 0;
  return {
    perSecond: counted / seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    max: latencies.at(-1) ?? 0,
    answered: latencies.length,
    failed,
    statuses,
  };
}
