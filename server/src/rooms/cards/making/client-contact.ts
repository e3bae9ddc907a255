import { canonicalJson } from '../../../kernel/canonical.ts';
import { maskEmail, parseEmail, type Email } from '../../../kernel/email.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { decryptField, encryptField, keyedDigest, type Keys } from '../../../platform/keys.ts';
import type { MakingDeps } from './making-deps.ts';
import { applyContact, findContact, keepApproval, keepChange } from './store/client-contact.ts';

/** The tenant itself as a client; partners have numbers from 1. */
export const TENANT_ITSELF = 0;

const contextOf = (tenant: number, partner: number): string => `cards.client_contact/${tenant}/${partner}`;

/** The registered address of a client, for sending; undefined when none was registered. */
export async function registeredAddress(
  deps: { readonly database: MakingDeps['database']; readonly keys: Keys },
  tenant: number,
  partner: number,
): Promise<{ readonly email: Email; readonly masked: string; readonly changedAt: Instant } | undefined> {
  const found = await findContact(deps.database, tenant, partner);
  if (!found) return undefined;
  const email = decryptField(deps.keys, found.sealed, contextOf(tenant, partner)).toString() as Email;
  return { email, masked: found.masked, changedAt: found.changedAt };
}

export type ContactInput = {
  readonly tenant: number;
  readonly partner: number;
  readonly partnerCode: string | undefined;
  readonly email: string;
  readonly space: bigint;
  readonly reference: string;
  readonly by: { readonly credential: bigint; readonly person?: bigint | undefined };
};

export type ContactOutcome =
  | Ok<{ readonly approval: bigint; readonly masked: string; readonly repeated: boolean }>
  | Refusal;

/**
 * Asks for another registered address. It is in force only once a second person has said yes, the first one too: whoever could set
 * it alone could send himself the code. Refuses an address that is none, and a reference that meant another one.
 */
export async function changeContact(deps: MakingDeps, input: ContactInput): Promise<ContactOutcome> {
  const parsed = parseEmail(input.email);
  if (!parsed.ok) return parsed;
  const { tenant, partner, space, reference, by } = input;
  const email = parsed.value;
  const masked = maskEmail(email);
  const content = keyedDigest(deps.keys, canonicalJson([partner, email]), 'contact-change');
  let refused: Refusal | undefined;
  const outcome = await deps.database
    .transaction(async (tx): Promise<ContactOutcome> => {
      const sealed = encryptField(deps.keys, email, contextOf(tenant, partner));
      const kept = await keepChange(tx, {
        tenant,
        partner,
        sealed,
        masked,
        space,
        reference,
        content,
        at: deps.clock.now(),
      });
      if (!kept.content.equals(content)) return refuse('operation.reference_reused');
      if (kept.approval !== undefined) return { ok: true, approval: kept.approval, masked, repeated: true };
      const asked = await deps.askSecondPerson(tx, {
        tenant,
        change: kept.change,
        partner: input.partnerCode,
        masked,
        requestedBy: by,
      });
      if (!asked.ok) {
        refused = asked;
        throw new Undo();
      }
      await keepApproval(tx, kept.change, asked.approval);
      return { ok: true, approval: asked.approval, masked, repeated: false };
    })
    .catch((error: unknown) => {
      if (error instanceof Undo && refused) return refused;
      throw error;
    });
  return outcome;
}

class Undo extends Error {}

/** What the second person's yes does, in its transaction. */
export const applyContactChange = async (
  deps: Pick<MakingDeps, 'clock'>,
  tx: Tx,
  tenant: number,
  change: bigint,
): Promise<Ok<object>> => {
  await applyContact(tx, tenant, change, deps.clock.now());
  return { ok: true };
};
