import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { isOutside } from '../../../platform/outside.ts';

/** What an operator opens: addresses inside that channels may connect to. Without it only public ones. */
export type Guard = {
  readonly allowAddress?: ((address: string) => boolean) | undefined;
  /** All addresses of a name; rejects when there are none. DNS where it is not given. */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
  /** Certificates to trust besides the usual ones: PEM. */
  readonly trust?: string | undefined;
};

export type ReachRefusal = Refusal<'notifications.channel.inside' | 'notifications.channel.settings_wrong'>;

const POSTGRES_PORT = 5432;
const DNS_TIMEOUT_MS = 2_000;

const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 });
const resolveByDns = async (host: string): Promise<readonly string[]> => {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

/**
 * The address to connect to, which is the very one that was checked: a tenant's settings and a browser's subscription name hosts,
 * and neither may lead inside. Undefined where the name is not found now.
 */
export async function reach(
  host: string,
  port: number,
  guard: Guard,
): Promise<Ok<{ readonly address: string | undefined }> | ReachRefusal> {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (port === POSTGRES_PORT) {
    return refuse('notifications.channel.settings_wrong', { detail: `Nothing is sent to port ${port}.` });
  }
  if (/(^|\.)localhost$/i.test(name) && guard.resolve === undefined) {
    return refuse('notifications.channel.inside', { host: name });
  }
  const addresses = isIP(name) === 0 ? await (guard.resolve ?? resolveByDns)(name).catch(() => []) : [name];
  const passes = (address: string): boolean => isOutside(address) || guard.allowAddress?.(address) === true;
  if (!addresses.every(passes)) return refuse('notifications.channel.inside', { host: name });
  return { ok: true, address: addresses[0] };
}
