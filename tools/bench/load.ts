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
      // Of an answer only the head is put together and read; the rest is counted.
      let headSoFar: Buffer = Buffer.alloc(0);
      let status = 0;
      let missing = 0;
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
          // Scripts speak ASCII.
          socket.write(head(path, body.length) + body, 'latin1');
        };
        socket.on('connect', send);
        socket.on('error', reject);
        socket.on('close', () => resolve());
        socket.on('data', (chunk: Buffer) => {
          if (missing > 0) missing -= chunk.length;
          else {
            headSoFar = headSoFar.length === 0 ? chunk : Buffer.concat([headSoFar, chunk]);
            const headEnd = headSoFar.indexOf(HEADER_END);
            if (headEnd < 0) return;
            const at = headSoFar.indexOf(LENGTH);
            const length =
              at < 0 || at > headEnd
                ? 0
                : Number(headSoFar.toString('latin1', at + LENGTH.length, headSoFar.indexOf(13, at)));
            status = Number(headSoFar.toString('latin1', 9, 12));
            missing = headEnd + HEADER_END.length + length - headSoFar.length;
            headSoFar = Buffer.alloc(0);
          }
          if (missing > 0) return;
          const now = performance.now();
          if (sentAt >= begin && now <= end) {
            latencies.push(now - sentAt);
            statuses[status] = (statuses[status] ?? 0) + 1;
            if (status < 300) counted += operations;
            else failed += operations;
          }
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
