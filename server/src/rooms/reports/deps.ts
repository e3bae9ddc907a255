import { createZone, type Zone } from '../../kernel/zone.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { LookUp } from '../../platform/lanes/index.ts';
import type { CardSettings } from '../cards/index.ts';
import type { Partners } from '../partners/index.ts';
import type { Programs } from '../programs/index.ts';
import type { WalletTypes } from '../points/index.ts';
import type { Staff } from '../staff/index.ts';
import type { PackCache } from './packs/pack-cache.ts';
import type { Marks } from './store/mark.ts';
import type { TellDeps } from './told.ts';

/** What this room stands on. */
export type ReportsGround = {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly programs: Pick<Programs, 'settings'>;
  readonly partners: Pick<Partners, 'settings' | 'mayActFor'>;
  readonly walletTypes: WalletTypes;
  readonly cardSettings: () => CardSettings;
  readonly look: LookUp;
  readonly keys: Keys;
  readonly audit: Audit;
  /** The audit chain, for files that hold it beside the operations. */
  readonly staff: Pick<Staff, 'listAudit' | 'namesOf'>;
  /** Where exports lie until they expire; nobody can ask for one when there is no such folder. */
  readonly folder?: string | undefined;
  /** How long totals are counted before they are estimated; TOTALS_AT_ONCE_MS unless a test has less patience. */
  readonly totalsAtOnceMs?: number | undefined;
};

/** What the follower and the reads stand on. */
export type ReportsDeps = ReportsGround &
  TellDeps & {
    /** The clock of an outlet; of the program where there is none. */
    readonly zoneOf: (outlet: number, program: number) => Zone;
  };

/** Fills in what follows from settings. */
export const reportsDeps = (ground: ReportsGround): ReportsDeps => ({
  ...ground,
  unitByCode: (tenant, code) => ground.programs.settings().unitByCode(tenant, code)?.unit ?? 0,
  unitOfWalletType: (walletType) => ground.walletTypes.of(walletType).unit,
  zoneOf: (outlet, program) => {
    if (outlet > 0) return ground.partners.settings().outlet(outlet).zone;
    return program > 0 ? ground.programs.settings().program(program).zone : UTC;
  },
});

const UTC = createZone('UTC');

/** What lines are read with: the numbers of marks besides, and what was read of packs. */
export type LineDeps = ReportsDeps & { readonly marks: Marks; readonly packs: PackCache };
