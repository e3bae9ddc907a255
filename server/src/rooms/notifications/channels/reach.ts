import { isIP } from 'node:net';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { findDestination } from '../../../platform/outbound/index.ts';

/** What an operator opens: addresses inside that channels may connect to. Without it only public ones. */
export type Guard = {
  readonly allowAddress?: ((address: string) => boolean) | undefined;
  /** All addresses of a name; rejects when there are none. DNS where it is not given. */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
  /** Certificates to trust besides the usual ones: PEM. */
  readonly trust?: string | undefined;
};

export type ReachRefusal = Refusal<'notifications.channel.inside' | 'notifications.channel.settings_wrong'>;

/**
 * The address to connect to, which is the very one that was checked (`platform/outbound`): a tenant's settings and a browser's subscription
 * name hosts, and neither may lead inside. Undefined where the name is not found now.
 */
export async function reach(
  host: string,
  port: number,
  { allowAddress, resolve }: Guard,
): Promise<Ok<{ readonly address: string | undefined }> | ReachRefusal> {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  // A channel is a host and a port, whatever is spoken there: written as an address only to be judged like any other.
  const found = await findDestination(`https://${isIP(name) === 6 ? `[${name}]` : name}:${port}`, {
    ...(allowAddress ? { allowAddress } : {}),
    ...(resolve ? { resolve } : {}),
  });
  if (found.ok) return { ok: true, address: found.destination.address };
  switch (found.problem) {
    case 'unresolved':
      return { ok: true, address: undefined };
    case 'inside':
      return refuse('notifications.channel.inside', { host: name });
    case 'port_refused':
      return refuse('notifications.channel.settings_wrong', { detail: `Nothing is sent to port ${port}.` });
    default:
      return refuse('notifications.channel.settings_wrong', { detail: `${name} is no host.` });
  }
}
