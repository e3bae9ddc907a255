import type { Instant } from '../../kernel/instant.ts';
import type { Role } from './role.ts';

export const GRANT_SCOPES = ['tenant', 'program', 'partner', 'outlet'] as const;
export type GrantScope = (typeof GRANT_SCOPES)[number];

/** Where a grant holds: the whole tenant, or the program, partner or outlet of that code. */
export type Place = { readonly scope: GrantScope; readonly place: string };

/** A role that a person has somewhere, for a time. */
export type Grant = Place & {
  readonly grant: bigint;
  readonly tenant: number;
  readonly person: bigint;
  readonly role: Role;
  readonly validUntil: Instant;
  readonly madeAt: Instant;
};

/** Slot: says whether the tenant has such a program, partner or outlet. */
export type PlaceExists = (tenant: number, place: Place) => boolean;
