import type { Instant } from '../../../kernel/instant.ts';
import type { Encoding, Survey } from './csv/file-survey.ts';
import type { DecimalSign } from './csv/face-value.ts';
import type { Separator } from './csv/columns.ts';
import type { Understood } from './csv/read-rows.ts';

/** `whole`: nothing is made unless every row is right. `valid`: what is right is made, and the rest is told. */
export const MAKING_MODES = ['whole', 'valid'] as const;
export type MakingMode = (typeof MAKING_MODES)[number];

/** `checked` waits for the code. `refused`, `released` and `abandoned` are ends. */
export const MAKING_STATES = ['checking', 'checked', 'refused', 'creating', 'released', 'abandoned'] as const;
export type MakingState = (typeof MAKING_STATES)[number];

/** What a sender may say of his file, where it should not be found out. */
export type ToldOfFile = {
  readonly encoding?: Encoding | undefined;
  readonly separator?: Separator | undefined;
  readonly decimalSign?: DecimalSign | undefined;
};

/** A file of cards on its way to become a batch. */
export type Making = {
  readonly making: bigint;
  readonly tenant: number;
  /** The client whose registered address gets the code: a partner, or 0 for the tenant itself. */
  readonly partner: number;
  readonly space: bigint;
  readonly reference: string;
  readonly content: Buffer;
  readonly range: number;
  readonly mode: MakingMode;
  readonly told: ToldOfFile;
  readonly understood: (Understood & Pick<Survey, 'encoding' | 'encodingBy'>) | undefined;
  readonly file: {
    readonly name: string;
    readonly sha256: Buffer;
    readonly bytes: bigint;
    readonly key: Buffer | undefined;
  };
  readonly state: MakingState;
  readonly refusal: string | undefined;
  readonly facts: Readonly<Record<string, string>> | undefined;
  readonly rowsTotal: number;
  readonly rowsWrong: number;
  /** Of the step under way: rows checked, then cards made. */
  readonly rowsDone: number;
  readonly batch: bigint | undefined;
  readonly requestedBy: bigint;
  readonly person: bigint | undefined;
  readonly requestedAt: Instant;
  readonly checkedAt: Instant | undefined;
  readonly confirmedAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
};

/** A file that nobody confirms is forgotten, with what it says of people. */
export const UNCONFIRMED_SECONDS_MAX = 24 * 3_600;
/** Files that one tenant may have open at once: each may lie on the disk with 256 MB. */
export const OPEN_FILES_PER_TENANT_MAX = 20;
/** Within this time a process says that it still works on a file; else another takes over. */
export const LEASE_SECONDS = 30;
/** How many cards one transaction makes: short enough to lose little, long enough to cost little. Whole pages of details. */
export const CARDS_PER_CHUNK = 10_000;

/** Who asks, as codes are bound to it: two credentials of one person are one user. */
export const isSameUser = (
  making: Pick<Making, 'requestedBy' | 'person'>,
  asking: { readonly credential: bigint; readonly person?: bigint | undefined },
): boolean =>
  making.person !== undefined ? making.person === asking.person : making.requestedBy === asking.credential;
