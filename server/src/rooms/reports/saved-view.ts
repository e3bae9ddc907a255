import type { Instant } from '../../kernel/instant.ts';
import type { Sort } from './filter.ts';

/** Most views of one person. */
export const VIEWS_MAX = 200;

/** Who keeps a view or asks for an export: a person, or, where none stands behind it, a credential. */
export type Keeper = { readonly tenant: number; readonly credential: bigint; readonly person?: bigint | undefined };

/** A filter that somebody kept, by codes as it was asked; its form is the contract's. */
export type ViewContent = {
  readonly name: string;
  readonly isShared: boolean;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly sort: Sort;
};

export type SavedView = ViewContent & {
  readonly view: bigint;
  readonly isOwn: boolean;
  readonly revision: number;
};

export type ViewAdded = ViewContent & { readonly reference: string; readonly at: Instant };
