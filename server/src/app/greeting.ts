import { join } from 'node:path';
import { isoFromInstant, type Instant } from '../kernel/instant.ts';
import type { Demo } from './demo.ts';

/** What is said once, when the keys were made. */
export const greetKeys = (file: string, fingerprint: string): string[] => [
  `New keys were made: ${file} (fingerprint ${fingerprint}).`,
  'KEEP A COPY OF THAT FILE ELSEWHERE, NOW. Without it no card number and no personal field can be read again.',
];

/**
 * What a newcomer reads when the program is up: where to look, and a sale to try. The sale has one moment, `now`, and a
 * reference after it: pasted twice it is a repeat, which is answered, and the one of the next start is another sale.
 */
export function greet(url: string, demo: Demo, dataDir: string, now: Instant): string[] {
  const occurredAt = `${isoFromInstant(now).slice(0, 19)}Z`;
  const reference = `first-sale-${occurredAt.replace(/\D/g, '')}`;
  return [
    '',
    `Tallystick is running at ${url}`,
    '',
    `  ${url}/               the portal: sign in for "${demo.tenant}" as ${demo.people[0]?.email}`,
    `  ${url}/m/             the member's page: come in by ${demo.members[0].phone}`,
    `  ${url}/outbox         the codes that both will ask for; nothing is really sent here`,
    `  ${url}/docs           the API, to read and to try`,
    `  ${url}/openapi.json   its contract`,
    `  ${url}/readyz         ready?    ${url}/metrics   figures`,
    '',
    `The demo tenant "${demo.tenant}" has the program "${demo.program}". Its credentials stand in ${join(dataDir, 'demo.json')}:`,
    `  till of ${demo.outlet}   ${demo.till}`,
    `  administrator      ${demo.admin}`,
    `  the portal's people, with their passwords: ${demo.people.map(({ email }) => email).join(', ')}`,
    '',
    'A first sale:',
    `  curl -s ${url}/v1/sales -H 'authorization: Bearer ${demo.till}' -H 'content-type: application/json' \\`,
    `    -d '{"reference":"${reference}","occurredAt":"${occurredAt}","member":{"phone":"${demo.members[0].phone}"},` +
      `"currency":"EUR","lines":[{"sku":"coffee","amount":"12.50"}]}'`,
    '',
    'Ctrl-C stops it; a second start keeps the data.',
  ];
}

/** What an operator reads who has no demo: where to look, and how the first tenant is opened while there is none. */
export function greetWithoutDemo(url: string, tenants: readonly string[]): string[] {
  return [
    '',
    `Tallystick is running at ${url}`,
    '',
    `  ${url}/               the portal`,
    `  ${url}/docs           the API, to read and to try`,
    `  ${url}/readyz         ready?    ${url}/metrics   figures`,
    '',
    ...(tenants.length > 0
      ? [`Tenants: ${tenants.join(', ')}.`]
      : [
          'There is no tenant yet. Open one, with the two people who begin:',
          "  npx tallystick tenant open mycompany --name 'My Company' --country ES \\",
          "    --person 'Your Name <you@example.com>' --person 'A Colleague <colleague@example.com>'",
        ]),
    '',
    'Ctrl-C stops it; a second start keeps the data.',
  ];
}
