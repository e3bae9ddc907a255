import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isOutside } from '../outside.ts';

/** The guard's settings. Without any of them only https to public addresses passes. */
export type GuardOptions = {
  /** Lets an address through that is inside: an operator's own networks, a test's receiver. */
  readonly allowAddress?: (address: string) => boolean;
  /** Lets http through for a host. */
  readonly allowHttp?: (host: string) => boolean;
  /** All addresses of a name; rejects when there are none. DNS where it is not given, never the hosts file, which names what is inside. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Ports that nothing is sent to, on any address: the database's. */
  readonly refusedPorts?: ReadonlySet<number>;
};

/** Where to connect: the very address that was checked. */
export type Destination = { readonly url: URL; readonly host: string; readonly port: number; readonly address: string };

/** What is wrong with an address, in one word: every room has its own refusal for it. */
export type UrlProblem = 'malformed' | 'not_https' | 'with_credentials' | 'port_refused' | 'inside';

type Problem<Word extends string> = { readonly ok: false; readonly problem: Word; readonly detail: string };

export const URL_LENGTH_MAX = 2_000;
const POSTGRES_PORT = 5432;
const DNS_TIMEOUT_MS = 2_000;
const DNS_TRIES = 2;

const wrong = <Word extends string>(problem: Word, detail = ''): Problem<Word> => ({ ok: false, problem, detail });

// Not dns.lookup: it takes one of four threads until the resolver answers, so that one tenant's dead name server would delay everybody.
const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
const resolveByDns = async (host: string): Promise<readonly string[]> => {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

/**
 * Reads an address as far as it can be judged without asking anybody: form, scheme, port, and a literal address. `detail` of a
 * problem is the host or port that is meant.
 */
export const readUrl = (
  text: string,
  guard: GuardOptions,
): { readonly ok: true; readonly url: URL; readonly host: string } | Problem<UrlProblem> => {
  const url = text.length <= URL_LENGTH_MAX && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '' || !/^https?:$/.test(url.protocol)) return wrong('malformed');
  if (url.username !== '' || url.password !== '') return wrong('with_credentials');
  // The parser has turned 0x7f.1, 2130706433 and the like into plain addresses already.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (url.protocol === 'http:' && guard.allowHttp?.(host) !== true) return wrong('not_https');
  const port = portOf(url);
  if (port < 1 || port === POSTGRES_PORT || guard.refusedPorts?.has(port)) return wrong('port_refused', String(port));
  if (isIP(host) !== 0 && !passes(host, guard)) return wrong('inside', host);
  if (/(^|\.)localhost$/i.test(host) && guard.resolve === undefined) return wrong('inside', host);
  return { ok: true, url, host };
};

/**
 * Finds the address to connect to. Asked anew for every attempt, and the connection goes to the address that comes out of here, so a
 * name that answers differently the next moment changes nothing. One address inside among several refuses them all. `unresolved`:
 * DNS did not answer, or has no such name; it may tomorrow.
 */
export const findDestination = async (
  text: string,
  guard: GuardOptions,
): Promise<{ readonly ok: true; readonly destination: Destination } | Problem<UrlProblem | 'unresolved'>> => {
  const read = readUrl(text, guard);
  if (!read.ok) return read;
  const { url, host } = read;
  const isLiteral = isIP(host) !== 0;
  const addresses = isLiteral ? [host] : await (guard.resolve ?? resolveByDns)(host).catch(() => []);
  const [address] = addresses;
  if (address === undefined) return wrong('unresolved', host);
  if (!addresses.every((one) => passes(one, guard))) return wrong('inside', host);
  return { ok: true, destination: { url, host, port: portOf(url), address } };
};

/** The ports that a PostgreSQL URL names, to be refused by the guard. Such a URL may have several hosts, or none. */
export const databasePorts = (databaseUrl: string): ReadonlySet<number> => {
  const hosts = /^[a-z]+:\/\/(?:[^/@]*@)?([^/?]*)/.exec(databaseUrl)?.[1] ?? '';
  const named = [...hosts.matchAll(/:(\d+)(?=,|$)/g), ...databaseUrl.matchAll(/[?&]port=(\d+)/g)];
  return new Set(named.map((match) => Number(match[1])));
};

const passes = (address: string, guard: GuardOptions): boolean =>
  isOutside(address) || guard.allowAddress?.(address) === true;

const portOf = (url: URL): number => {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
};
