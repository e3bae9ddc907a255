import type { Instant } from '../../../kernel/instant.ts';
import type { Filter } from '../filter.ts';

/** Which acts of the audit chain are meant; every part that is there narrows it down. */
export type ActsFilter = {
  /** An act, or how it begins. */
  readonly act?: string | undefined;
  readonly subjects?: readonly string[] | undefined;
  readonly person?: bigint | undefined;
  readonly credential?: bigint | undefined;
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
};

/** What is meant of both records of what was done: of each nothing where it is undefined. */
export type Trail = { readonly acts: ActsFilter | undefined; readonly lines: Filter | undefined };

type KeptActs = Omit<ActsFilter, 'person' | 'credential'> & { readonly person?: string; readonly credential?: string };

/** As plain JSON: whole numbers that JSON cannot hold as text. */
export const keepActs = ({ person, credential, ...rest }: ActsFilter): KeptActs => ({
  ...rest,
  ...(person !== undefined && { person: String(person) }),
  ...(credential !== undefined && { credential: String(credential) }),
});

/** Reads what `keepActs` wrote. */
export const readActs = ({ person, credential, ...rest }: KeptActs): ActsFilter => ({
  ...rest,
  ...(person !== undefined && { person: BigInt(person) }),
  ...(credential !== undefined && { credential: BigInt(credential) }),
});
