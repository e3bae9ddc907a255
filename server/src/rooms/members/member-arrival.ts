import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical.ts';
import { tokenKey, type Keys } from '../../platform/keys.ts';
import { referenceBytes, type Arrival, type Family } from '../../platform/lanes/index.ts';

/** The name that a client gives an operation: in which space, of which family, and the text itself. */
export type Named = { readonly space: bigint; readonly family: Family; readonly reference: string };

const CONTENT_BYTES = 16;

/**
 * An operation about a person as it arrives. `content` is what the client sent, without codes: by its digest a repeat is told
 * from a reuse. The digest is keyed, since a plain one over a phone and a name could be guessed back.
 */
export function memberArrival<Input extends { readonly tenant: number }>(
  keys: Keys,
  name: Named,
  content: unknown,
  input: Input,
): Arrival<Input> {
  const { space, family, reference } = name;
  const digest = createHmac('sha256', tokenKey(keys)).update('content\0').update(canonicalJson(content)).digest();
  return {
    tenant: input.tenant,
    reference: { tenant: input.tenant, space, family, reference: referenceBytes(reference) },
    content: digest.subarray(0, CONTENT_BYTES),
    input,
  };
}
