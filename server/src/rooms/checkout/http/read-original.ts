import type { OriginalNamed } from '../../../../../contract/checkout.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Family, type ReferenceKey } from '../../../platform/lanes/index.ts';
import type { Till } from '../../partners/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { referenceKey } from './read-message.ts';
import type { Read } from './room-endpoint.ts';

/** A sale by its reference or its place. */
export type Original = { readonly reference: ReferenceKey } | { readonly lane: number; readonly seq: bigint };

/** The sale that a message means. Refuses a token that was made up, and a till that the sender's partner does not have. */
export function readOriginal(
  checkout: Checkout,
  till: Till,
  named: OriginalNamed,
): Read<{ readonly original: Original }> {
  if (named.operation !== undefined) {
    const place = checkout.tokens.decode('op', named.operation);
    return place ? { ok: true, original: { lane: place.lane, seq: place.id } } : refuse('checkout.sale.unknown');
  }
  const found = findReference(checkout, till, FAMILY.sale, { ...named, reference: named.reference ?? '' });
  return found.ok ? { ok: true, original: { reference: found.reference } } : found;
}

/**
 * A reference in the space of the till that gave it: the sender's own where none is named. Another till must be of the same
 * partner; refuses one that is not as unknown.
 */
export function findReference(
  checkout: Checkout,
  till: Till,
  family: Family,
  named: { readonly reference: string; readonly outlet?: string | undefined; readonly terminal?: string | undefined },
): Read<{ readonly reference: ReferenceKey }> {
  if (named.outlet === undefined && named.terminal === undefined) {
    return { ok: true, reference: referenceKey(till, family, named.reference) };
  }
  const settings = checkout.partners.settings();
  const outlet = named.outlet === undefined ? till.outlet : settings.outletByCode(till.program.tenant, named.outlet);
  if (!outlet || outlet.partner !== till.partner.partner)
    return refuse('partners.outlet.not_found', { outlet: named.outlet ?? '' });
  const code = named.terminal ?? till.terminal.code;
  const terminal = settings.terminalByCode(outlet.outlet, code);
  if (!terminal) return refuse('partners.terminal.not_found', { outlet: outlet.code, terminal: code });
  return { ok: true, reference: referenceKey({ ...till, outlet, terminal }, family, named.reference) };
}
