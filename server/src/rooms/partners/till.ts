import type { Program } from '../programs/index.ts';
import type { Outlet } from './outlet.ts';
import type { Partner } from './partner.ts';
import type { Terminal } from './terminal.ts';

/** Where an operation comes from, with everything that settings say of the place. */
export type Till = {
  readonly terminal: Terminal;
  readonly outlet: Outlet;
  readonly partner: Partner;
  readonly program: Program;
  /** By which credential it speaks; none where no request stands behind it, as where a file is told. */
  readonly credential?: bigint | undefined;
};

/**
 * The space in which the till's client references are unique: the terminal's own where its settings say so, else the
 * partner's. Odd numbers are terminals, even ones partners, so that the two never meet.
 */
export const referenceSpaceOf = (till: Till): bigint =>
  till.terminal.hasOwnReferences ? 2n * BigInt(till.terminal.terminal) + 1n : 2n * BigInt(till.partner.partner);
