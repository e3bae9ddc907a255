import { canonicalJson } from '../../../kernel/canonical.ts';
import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Endpoint, EndpointRequest, Principal } from '../../../platform/http/endpoint.ts';
import { decryptField, encryptField, keyedDigest, type Keys } from '../../../platform/keys.ts';
import type { Approval } from '../approval.ts';

/** A request of the API that waits: what was asked, and as whom. */
export type Call = {
  /** Method and path of the endpoint. */
  readonly route: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly clientReference?: string | undefined;
  readonly language: 'en' | 'es';
  readonly principal: {
    readonly name?: string | undefined;
    readonly credential: string;
    readonly person?: string | undefined;
    readonly scopes: readonly string[];
    readonly partner?: number | undefined;
    readonly terminal?: number | undefined;
    readonly isUnconfirmed?: boolean | undefined;
    readonly program?: number | undefined;
    readonly outlet?: number | undefined;
    readonly place?: string | undefined;
  };
};

/** A request of the door, of an endpoint that asks who speaks. */
export type Asked = EndpointRequest<Principal & { readonly name?: string }>;

type Named = Pick<Approval, 'tenant' | 'kind' | 'reference'>;

const contextOf = ({ tenant, kind, reference }: Named): string => `staff.approval ${tenant} ${kind} ${reference}`;

export const routeOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): string => `${method} ${path}`;

const withoutMoment = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, occurredAt: undefined } : body;

const isNotice = (body: object): boolean => 'manner' in body && body.manner === 'notice';

/** What was asked, as it is kept until the yes. */
export const callOf = (route: string, { params, query, body, clientReference, language, principal }: Asked): Call => ({
  ...{ route, params, query, body, clientReference, language },
  principal: {
    ...{ name: principal.name, credential: String(principal.credential), person: principal.person?.toString() },
    ...{ partner: principal.partner, terminal: principal.terminal, program: principal.program },
    ...{ outlet: principal.outlet, place: principal.place, scopes: [...principal.scopes] },
    isUnconfirmed: principal.isUnconfirmed,
  },
});

/** By which a repeat is told from another request: all that is asked but the moment of asking, keyed, since a phone may stand in it. */
export const digestOfCall = (keys: Keys, { route, params, query, body, principal }: Call): Buffer => {
  const { credential, partner, terminal, program, outlet } = principal;
  const place = [credential, partner, terminal, program, outlet].map((one) => one ?? null);
  const asked = [route, place, params ?? null, query ?? null, withoutMoment(body) ?? null];
  return keyedDigest(keys, canonicalJson(asked), 'staff.call');
};

/** Encrypted: a request may name somebody, a card and its PIN. */
export const sealCall = (keys: Keys, named: Named, call: Call): Buffer =>
  encryptField(keys, JSON.stringify(call), contextOf(named));

/** The request that waits; undefined for one that was done or declined. */
export const openCall = (keys: Keys, approval: Approval): Call | undefined =>
  approval.call && (JSON.parse(decryptField(keys, approval.call, contextOf(approval)).toString()) as Call);

/** The request with those of its scopes that whoever asked has still: what was taken from him meanwhile is not used in his name. */
export const narrowCall = (call: Call, held: ReadonlySet<string>): Call => ({
  ...call,
  principal: { ...call.principal, scopes: call.principal.scopes.filter((scope) => held.has(scope)) },
});

/**
 * The request as it goes to its endpoint again: in the name of whoever asked, as he is allowed at the yes, at the moment of it. What a till's
 * clock would say is that moment too, else a message that waited over a weekend were too old to be taken. What is told (a notice) has happened when it did.
 */
export const requestOf = (
  call: Call,
  { tenant, approval }: Approval,
  at: Instant,
  approvedBy: Actor | undefined,
): Asked => {
  const { principal, body, params, query, clientReference, language } = call;
  const isDated = typeof body === 'object' && body !== null && 'occurredAt' in body && !isNotice(body);
  return {
    ...{ params, query, clientReference, language, address: '', requestId: `approval-${approval}` },
    body: isDated ? { ...body, occurredAt: isoFromInstant(at) } : body,
    principal: {
      ...principal,
      ...{ tenant, scopes: new Set(principal.scopes), credential: BigInt(principal.credential), approvedBy },
      person: principal.person === undefined ? undefined : BigInt(principal.person),
    },
  };
};
