import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Booked, Held, Operation, Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { appendEntry, openBooking } from '../../points/index.ts';
import type { FraudDeps } from '../fraud-deps.ts';
import { presentCount, type ShownCount } from '../present-signal.ts';
import type { Decision, Signal } from '../signal.ts';

type TellDeps = Pick<FraudDeps, 'accounts' | 'programs' | 'partners' | 'tokens'>;

/** What is kept of a signal in the journal. Never who bought, and no word that a person typed. */
export type SignalRecord = {
  readonly is: 'signal';
  readonly signal: string;
  readonly program: number;
  readonly promotion: string;
  readonly watch: string;
  readonly action: Signal['action'];
  readonly counts: Signal['counts'];
  readonly max: string;
  readonly count: string;
  readonly decimals: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly cashier?: string;
  readonly from: string;
  readonly until: string;
  /** The moments of a window of minutes. */
  readonly span?: readonly [from: number, until: number];
  /** Of a review. */
  readonly decision?: Decision;
};

/** How a signal is announced. */
export type SignalTold = ShownCount & {
  readonly operation: string;
  readonly recordedAt: string;
  readonly signal: string;
  readonly program: string;
  readonly promotion: string;
  readonly action: Signal['action'];
  readonly outlet: string;
  readonly terminal?: string;
  readonly cashier?: string;
  readonly from: string;
  readonly until: string;
  readonly fromAt?: string;
  readonly untilAt?: string;
  readonly decision?: Decision;
};

export type TellInput = { readonly signal: Signal; readonly decision?: Decision };

export const SIGNAL_KIND = 'fraud.signal';
export const REVIEW_KIND = 'fraud.review';

/**
 * Writes into the journal that a signal was raised, or what somebody decided of it, at the outlet where it was: so whoever follows the journal
 * is told. Moves nothing. Refuses an outlet that is gone.
 */
export const tellSignal = (
  deps: TellDeps,
  kind: typeof SIGNAL_KIND | typeof REVIEW_KIND,
): Operation<TellInput, Plan & { readonly at: Held }, SignalRecord, SignalTold, JournalEntry> => ({
  kind,
  async resolve({ signal }, look) {
    const at = await look.owner(deps.partners.settings().outlet(signal.subject.outlet));
    return at ? { owners: [at], wants: [], at } : refuse('partners.outlet.not_found');
  },
  decide({ signal, decision }, { at }, desk) {
    const settings = deps.partners.settings();
    const { program, outlet, terminal } = signal.subject;
    const booking = openBooking(desk, deps.accounts, at.lane, desk.recordedAt);
    const record = { ...recordOf(signal), ...(decision && { decision }) };
    const till = {
      program: deps.programs.settings().program(program),
      outlet: settings.outlet(outlet),
      ...(terminal > 0 && { terminal: settings.terminal(terminal) }),
    };
    appendEntry(booking, { kind, owner: at.owner, till, record });
    return { ok: true, lane: booking.lane, seq: booking.seq, record };
  },
  present: (record, booked) => presentTold(deps, record, booked),
});

const recordOf = ({ subject, ...signal }: Signal): SignalRecord => ({
  is: 'signal',
  signal: String(signal.signal),
  ...{ program: subject.program, promotion: subject.promotion, watch: signal.watch, action: signal.action },
  ...{ counts: signal.counts, max: String(signal.max), count: String(signal.count), decimals: signal.decimals },
  ...{ outlet: subject.outlet, terminal: subject.terminal },
  // Lists of operations take a cashier that is there for somebody's name.
  ...(subject.cashier !== '' && { cashier: subject.cashier }),
  ...{ from: signal.from, until: signal.until },
  ...(signal.span && { span: [signal.span.from, signal.span.until] as const }),
});

/** A record of this room as it is announced. */
export function presentTold(
  { tokens, programs, partners }: Pick<TellDeps, 'tokens' | 'programs' | 'partners'>,
  record: SignalRecord,
  booked: Omit<Booked, 'repeated'>,
): SignalTold {
  const settings = partners.settings();
  const { action, promotion, outlet, terminal, cashier, from, until, span, decision } = record;
  const told = { ...record, max: BigInt(record.max), count: BigInt(record.count) };
  return {
    operation: tokens.encode('op', booked.lane, booked.seq),
    recordedAt: isoFromInstant(booked.recordedAt),
    signal: tokens.encode('sig', 0, BigInt(record.signal)),
    program: programs.settings().program(record.program).code,
    ...{ promotion, action, ...presentCount(told) },
    outlet: settings.outlet(outlet).code,
    ...(terminal > 0 && { terminal: settings.terminal(terminal).code }),
    ...(cashier !== undefined && { cashier }),
    ...(span && { fromAt: isoFromInstant(span[0] as Instant), untilAt: isoFromInstant(span[1] as Instant) }),
    ...{ from, until, ...(decision && { decision }) },
  };
}
