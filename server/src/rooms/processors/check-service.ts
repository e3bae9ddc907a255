import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { readXml } from './adapter/read-xml.ts';
import { fillXml, PLACEHOLDERS, placeholdersOf } from './adapter/template.ts';
import type { Call, WebService } from './web-service.ts';

const KNOWN = new Set<string>(PLACEHOLDERS);
/** These are set by ourselves, or would let settings speak to somebody else than the address says. */
const HEADERS_FORBIDDEN = /^(host|content-length|transfer-encoding|connection|upgrade|expect|te|trailer)$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]{0,2000}$/;

type ServiceRefusal = Refusal<'processors.service.malformed'>;

const wrong = (detail: string): ServiceRefusal => refuse('processors.service.malformed', { detail });

/** The first header that cannot be sent. */
export const wrongHeader = (headers: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(headers).find(
    ([name, value]) => !HEADER_NAME.test(name) || HEADERS_FORBIDDEN.test(name) || !HEADER_VALUE.test(value),
  )?.[0];

/**
 * Refuses settings that cannot work or would give numbers away: unknown placeholders; a card number or PIN in an address, where
 * every server on the way writes it down; a PIN anywhere but in a payment; XML that is none; a payment without a reference by
 * which it can be undone or found; a cure of unknown outcomes that is not there.
 */
export function checkService(service: WebService): Ok<object> | ServiceRefusal {
  const calls = Object.entries({
    balance: service.balance,
    transactions: service.transactions,
    redeem: service.redeem,
    reverse: service.reverse,
    find: service.find,
    refund: service.refund,
  }).filter((entry): entry is [string, Call & (typeof entry)[1] & object] => entry[1] !== undefined);
  const header = wrongHeader(service.headers);
  if (header !== undefined) return wrong(`The header ${header} cannot be sent.`);
  for (const [name, call] of calls) {
    const problem = problemOf(name, call, service);
    if (problem !== undefined) return wrong(`${name}: ${problem}`);
  }
  if (service.redeem) {
    const { redeem, reverse, find, transactions, onUnknown } = service;
    if (onUnknown === 'reverse' && !reverse) return wrong('onUnknown is reverse, and there is no reverse.');
    const canLook = find !== undefined || transactions.fields.reference !== undefined;
    if (onUnknown === 'query' && !canLook) {
      return wrong('onUnknown is query, and there is neither find nor a reference among the fields of transactions.');
    }
    if (redeem.partial) {
      if (!used(redeem).includes('partial')) return wrong('redeem: {partial} is missing.');
      if (redeem.fields?.amount === undefined)
        return wrong('redeem: a part is taken, and no field says how much it is.');
      if (onUnknown === 'query' && find && find.fields?.amount === undefined)
        return wrong('find: a part is taken, and no field says how much it was.');
    }
    for (const [name, call] of Object.entries({ redeem, reverse, find, refund: service.refund })) {
      if (call && !used(call).includes('reference')) return wrong(`${name}: {reference} is missing.`);
    }
  } else if (service.reverse || service.find || service.refund) return wrong('There is no redeem.');
  return { ok: true };
}

const used = (call: Call): readonly string[] => placeholdersOf([call.path, call.headers, call.body]);

function problemOf(name: string, call: Call, { format, redeem }: WebService): string | undefined {
  const placeholders = used(call);
  const unknown = placeholders.find((one) => !KNOWN.has(one));
  if (unknown !== undefined) return `{${unknown}} is not a placeholder.`;
  const inPath = placeholdersOf(call.path);
  if (inPath.includes('card') || inPath.includes('pin')) return 'A card number must not stand in an address.';
  if (placeholders.includes('partial') && !(name === 'redeem' && redeem?.partial))
    return '{partial} is only for redeem, where `partial` says what it stands for.';
  if (placeholders.includes('pin') && name !== 'redeem') return '{pin} is only for redeem: it is not kept.';
  if (!placeholders.includes('card') && (name === 'balance' || name === 'transactions')) return '{card} is missing.';
  if (!call.path.startsWith('/') || /[\s#\\]/.test(call.path)) return 'The path must begin with / and have no blanks.';
  const header = wrongHeader(call.headers ?? {});
  if (header !== undefined) return `The header ${header} cannot be sent.`;
  if (call.method === 'GET' && call.body !== undefined) return 'GET has no body.';
  if (call.body === undefined) return undefined;
  if (format === 'json') return typeof call.body === 'object' ? undefined : 'The body must be JSON.';
  if (typeof call.body !== 'string') return 'The body must be text.';
  return readXml(fillXml(call.body, {})) === undefined ? 'The body is not well-formed XML.' : undefined;
}
