import { hash } from 'node:crypto';
import type { Instant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';

/** What a credential may be allowed to do, one word per kind of endpoint. */
export const SCOPES = [
  'sales:write',
  'returns:write',
  'members:read',
  'members:write',
  'members:erase',
  'members:merge',
  'cards:write',
  'cards:make',
  'cards:print',
  'points:read',
  'points:adjust',
  'occasions:write',
  'giftcards:load',
  'deliveries:write',
  'deliveries:manage',
  'deliveries:show',
  'promotions:read',
  'promotions:write',
  'promotions:publish',
  'segments:read',
  'segments:write',
  'signals:read',
  'signals:review',
  'settings:read',
  'settings:write',
  'webhooks:write',
  'messages:read',
  'messages:write',
  'journal:read',
  'staff:read',
  'staff:write',
  'approvals:read',
  'approvals:decide',
  'audit:read',
] as const;

export type Scope = (typeof SCOPES)[number];

/** A key to the API. Its secret is known only to who holds it: here stands the digest. */
export type Credential = {
  readonly credential: bigint;
  readonly tenant: number;
  /** Bound to one partner, or to one terminal, or free for the whole tenant. Never bound to both. */
  readonly partner?: number | undefined;
  readonly terminal?: number | undefined;
  /** Whose it is; nobody's when absent. */
  readonly person?: bigint | undefined;
  /** The one under which the person's portal sessions act. Nobody has its secret. */
  readonly isPortal: boolean;
  /** Whether the person may work at all; true where there is none. */
  readonly mayPersonWork: boolean;
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  readonly state: 'active' | 'revoked';
  readonly validUntil: Instant;
  readonly madeAt: Instant;
  /** False while a key of a terminal or partner that somebody issued alone waits for a second person. */
  readonly isConfirmed: boolean;
};

/** Who speaks: what is known of a request once its secret was recognised. */
export type Principal = {
  readonly tenant: number;
  readonly credential: bigint;
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  readonly partner?: number | undefined;
  readonly terminal?: number | undefined;
  /** Who it is: two credentials of one person, or a session and a credential, are one person. */
  readonly person?: bigint | undefined;
  /** Of a key that waits for a second person: what it does counts as done by hand. */
  readonly isUnconfirmed?: boolean | undefined;
  /** Of a portal session only, and then perhaps bound to a program or an outlet. */
  readonly session?: bigint | undefined;
  readonly program?: number | undefined;
  readonly outlet?: number | undefined;
  /** In which the person of the portal acts, as `partner:norte`. */
  readonly place?: string | undefined;
  /** Who said yes, where what is asked for waited for a second person. */
  readonly approvedBy?: Actor | undefined;
};

/** True for the words of SCOPES. */
export const isScope = (word: string): word is Scope => (SCOPES as readonly string[]).includes(word);

/** sha256 in hexadecimal. There is nothing to stretch: a secret has 256 random bits, and nobody guesses those. */
export const digestOfSecret = (secret: string): string => hash('sha256', secret);

/** True where the principal is bound to nothing, so that it speaks for the whole tenant. */
export const speaksForTenant = (principal: Pick<Principal, 'partner' | 'terminal' | 'program' | 'outlet'>): boolean =>
  principal.partner === undefined &&
  principal.terminal === undefined &&
  principal.program === undefined &&
  principal.outlet === undefined;
