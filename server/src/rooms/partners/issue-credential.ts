import { randomBytes } from 'node:crypto';
import { assert } from '../../kernel/assert.ts';
import { INSTANT_NEVER, postgresFromInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { actorOf } from '../../platform/audit.ts';
import { writeSettings } from '../programs/index.ts';
import { digestOfSecret, isScope } from './credential.ts';
import type { Credential, Principal } from './credential.ts';
import { mayConfigureCredential } from './may-configure.ts';
import type { Issuer, PartnerDeps } from './partner-deps.ts';
import type { PartnerSettings } from './settings.ts';
import { insertCredential } from './store/credential.ts';

/** Bound to `partner`, or to `terminal` of `outlet` (all by code), or free when none is named. */
export type CredentialInput = {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly partner?: string | undefined;
  readonly outlet?: string | undefined;
  readonly terminal?: string | undefined;
  readonly validUntil?: Instant | undefined;
  /** Whose it shall be. */
  readonly person?: bigint | undefined;
};

type Binding = Pick<Credential, 'partner' | 'terminal'>;

type BindingRefusal = Refusal<
  | 'partners.credential.binding_unclear'
  | 'partners.partner.not_found'
  | 'partners.outlet.not_found'
  | 'partners.terminal.not_found'
>;

export type IssueCredentialOutcome =
  /** The secret is shown here and never again. */
  | Ok<{ readonly credential: Credential; readonly secret: string }>
  | BindingRefusal
  | Refusal<
      | 'partners.credential.unknown_scope'
      | 'partners.credential.already_expired'
      | 'partners.credential.beyond_own'
      | 'partners.credential.person_not_found'
    >;

const SECRET_BYTES = 32;

const bindingOf = (
  settings: PartnerSettings,
  tenant: number,
  { partner: partnerCode, outlet: outletCode, terminal: terminalCode }: CredentialInput,
): Ok<{ readonly binding: Binding }> | BindingRefusal => {
  if (outletCode !== undefined && terminalCode !== undefined && partnerCode === undefined) {
    const outlet = settings.outletByCode(tenant, outletCode);
    if (outlet === undefined) return refuse('partners.outlet.not_found', { outlet: outletCode });
    const terminal = settings.terminalByCode(outlet.outlet, terminalCode);
    if (terminal) return { ok: true, binding: { terminal: terminal.terminal } };
    return refuse('partners.terminal.not_found', { outlet: outletCode, terminal: terminalCode });
  }
  if (outletCode !== undefined || terminalCode !== undefined) return refuse('partners.credential.binding_unclear');
  if (partnerCode === undefined) return { ok: true, binding: {} };
  const partner = settings.partnerByCode(tenant, partnerCode);
  if (partner === undefined) return refuse('partners.partner.not_found', { partner: partnerCode });
  return { ok: true, binding: { partner: partner.partner } };
};

const issuerOf = ({ tenant, credential, person }: Principal): Issuer => ({ tenant, credential, person });

/**
 * Makes a credential with a secret of 256 random bits. Refuses, in this order: a scope that does not exist, an end that
 * has passed, a person that the tenant does not have or that has left, a binding that is not one partner or one terminal, a binding to what the tenant does not have; and, when
 * `issuer` asks, whatever is more than the issuer itself may do, since else every key could make itself a master key. The key of a terminal or partner
 * whose issuer needs a second person is unconfirmed.
 */
export const issueCredential = async (
  deps: PartnerDeps,
  tenant: number,
  input: CredentialInput,
  issuer?: Principal,
): Promise<IssueCredentialOutcome> => {
  await deps.refresh();
  const unknown = input.scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined) return refuse('partners.credential.unknown_scope', { scope: unknown.slice(0, 40) });
  const madeAt = deps.clock.now();
  const validUntil = input.validUntil ?? INSTANT_NEVER;
  if (validUntil <= madeAt) return refuse('partners.credential.already_expired');
  if (input.person !== undefined) {
    const person = await deps.findPerson(tenant, input.person);
    if (person === undefined || person.state === 'left') return refuse('partners.credential.person_not_found');
  }
  const bound = bindingOf(deps.settings(), tenant, input);
  if (!bound.ok) return bound;
  const { name, person } = input;
  // What is somebody's, or of the whole tenant, is by hand as it is: nobody confirms it.
  const isOfTill = person === undefined && Object.keys(bound.binding).length > 0;
  const isConfirmed = !isOfTill || issuer === undefined || !(await deps.needsSecond(issuerOf(issuer)));
  const row = {
    ...{ tenant, ...bound.binding, name, person, scopes: new Set(input.scopes), validUntil, madeAt, isConfirmed },
  };
  if (issuer !== undefined) {
    const hasScopes = input.scopes.every((scope) => issuer.scopes.has(scope));
    // Who could hand out credentials in another's name would be two persons at once.
    const mayName = person === undefined || person === issuer.person || issuer.scopes.has('staff:write');
    if (!hasScopes || !mayName || !mayConfigureCredential(deps.settings(), issuer, row))
      return refuse('partners.credential.beyond_own');
  }

  const secret = `tsk_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const id = await writeSettings(
    deps,
    (tx) => insertCredential(tx, row, digestOfSecret(secret)),
    (made) => {
      const { partner, outlet, terminal, scopes } = input;
      const holder = person === undefined ? undefined : String(person);
      const after = {
        name,
        partner,
        outlet,
        terminal,
        scopes,
        person: holder,
        validUntil: postgresFromInstant(validUntil),
        isConfirmed,
      };
      const by = issuer === undefined ? {} : actorOf(issuer);
      return { tenant, by, act: 'partners.credential.issued', subject: `credential ${made}`, after };
    },
  );
  const credential = deps
    .settings()
    .credentialsOf(tenant)
    .find((made) => made.credential === id);
  assert(credential !== undefined, 'a credential that was just made is in the settings');
  return { ok: true, credential, secret };
};
