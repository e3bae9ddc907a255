import type { Tokens } from '../../../kernel/token.ts';
import type { Queries } from '../../../platform/database/database.ts';
import type { LookUp } from '../../../platform/lanes/index.ts';
import type { Partners } from '../../partners/index.ts';
import type { WalletTypes } from '../../points/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import type { Staff } from '../../staff/index.ts';

/** What explaining stands on: the journal, and what things in it are called. */
export type ExplainDeps = {
  readonly database: Queries;
  readonly look: LookUp;
  readonly rulebook: (rulebook: number) => Rulebook;
  readonly tokens: Tokens;
  readonly programs: Pick<Programs, 'settings'>;
  readonly partners: Pick<Partners, 'settings'>;
  readonly walletTypes: Pick<WalletTypes, 'of' | 'byCode'>;
  readonly staff: Pick<Staff, 'namesOf'>;
  /** Whoever is bound to outlets is not told by whom. */
  readonly hidesHands?: boolean;
};
