// Guesses over real connections, from as many addresses of the loopback network as a test wants.

import { Agent, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

export type Heard = { readonly status: number; readonly body: Record<string, unknown>; readonly tookMs: number };

/** The port of an API that listens from now on; it stops with the API. */
export async function listen(api: FastifyInstance): Promise<number> {
  await api.listen({ host: '127.0.0.1', port: 0 });
  return (api.server.address() as AddressInfo).port;
}

// Each address keeps its connections, as a browser or a guesser does: opening them is not what is looked at.
const SOCKETS_PER_ADDRESS = 32;
const agents = new Map<string, Agent>();
const agentOf = (localAddress: string): Agent => {
  const known = agents.get(localAddress);
  if (known) return known;
  const made = new Agent({ keepAlive: true, localAddress, maxSockets: SOCKETS_PER_ADDRESS });
  agents.set(localAddress, made);
  return made;
};

/** Ends all connections; before the API is closed. */
export function hangUp(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}

/** Posts from an address of 127.0.0.0/8, over connections that nobody else has. */
export const postFrom = (port: number, localAddress: string, path: string, body: object): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const payload = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const agent = agentOf(localAddress);
    const sent = ask({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text || '{}'), tookMs: performance.now() - began }),
      );
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(payload);
  });

/** Does something so often a second, without waiting for what it comes to; gives how long the sending took. */
export async function atRate(perSecond: number, times: number, send: (n: number) => void): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < times; n += 1) {
    const waitMs = began + (n * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    send(n);
  }
  return performance.now() - began;
}
