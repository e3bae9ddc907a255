import type { FastifyInstance } from 'fastify';
import { isoFromInstant } from '../kernel/instant.ts';
import type { House } from './compose.ts';

const MESSAGES_SHOWN_MAX = 100;
const NEWEST = 9_223_372_036_854_775_807n;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/**
 * `/outbox`: a page to look at what the demo tenant would have sent. Codes stand there in the clear and nobody is asked who he is, so
 * it is there only where the program listens to this machine alone; elsewhere `GET /v1/outbox` asks for a credential.
 */
export function registerOutboxPage(api: FastifyInstance, house: House, host: string): void {
  if (!LOOPBACK.test(host)) return;
  api.get('/outbox', async (request, reply) => {
    // A page of somebody else that leads a name of his to this machine is not this machine's page.
    if (!LOOPBACK.test(request.hostname.replace(/^\[|\]$|:\d+$/g, ''))) return reply.code(404).send();
    const tenant = house.programs.settings().tenantByCode('demo')?.tenant;
    const page = { before: NEWEST, limit: MESSAGES_SHOWN_MAX };
    const messages = tenant === undefined ? [] : await house.notifications.outbox(tenant, page);
    const rows = messages.map(
      ({ madeAt, kind, to, subject, text, state }) =>
        `<tr><td>${isoFromInstant(madeAt).slice(0, 19).replace('T', ' ')}</td><td>${kind}</td><td>${escaped(to)}</td>` +
        `<td>${subject === '' ? '' : `<b>${escaped(subject)}</b><br>`}${escaped(text).replaceAll('\n', '<br>')}</td>` +
        `<td>${state}</td></tr>`,
    );
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .send(pageOf(rows));
  });
}

const pageOf = (rows: readonly string[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Outbox</title><meta http-equiv="refresh" content="5">
<style>body{font:16px/1.5 sans-serif;margin:2em}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ddd;padding:.5em;text-align:left;vertical-align:top}td{overflow-wrap:anywhere}</style></head>
<body><h1>Outbox</h1>
<p>Messages of the demo tenant that no channel takes, newest first. Times are UTC. The page looks again every five seconds.</p>
${
  rows.length === 0
    ? '<p>Nothing was sent yet.</p>'
    : `<table><tr><th>When</th><th>By</th><th>To</th><th>What</th><th>State</th></tr>\n${rows.join('\n')}</table>`
}
</body></html>
`;
