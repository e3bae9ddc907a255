import { wallOf, type Stage } from './stage.ts';

type Quantified = { readonly walletType: string; readonly points: string; readonly unit: string };

/** What a sale, claim or quote answers. */
export type SaleBody = {
  readonly operation?: string;
  readonly total: { readonly amount: string; readonly unit: string };
  readonly earned: readonly (Quantified & {
    readonly isPending: boolean;
    readonly activeAt?: string;
    readonly expiresAt?: string;
  })[];
  readonly spent: readonly (Quantified & { readonly paid: string; readonly uncovered?: string })[];
  readonly promotions: readonly { readonly code: string; readonly points: string }[];
  readonly toPay?: { readonly amount: string; readonly unit: string };
  readonly notPaying?: readonly { readonly walletType: string; readonly reason: string }[];
  readonly exceptions?: readonly { readonly code: string }[];
  readonly quote?: string;
};

/** What a return or void answers. */
export type ReturnBody = {
  readonly operation?: string;
  readonly state: string;
  readonly takenBack?: readonly (Quantified &
    Readonly<Record<'owed' | 'writtenOff' | 'fromRefund' | 'leftWithMember', string>>)[];
  readonly grantedAgain?: readonly Quantified[];
  readonly givenBack?: readonly (Quantified & { readonly expired: string })[];
  readonly refund?: readonly { readonly kind: string; readonly amount: string; readonly unit: string }[];
  readonly deducted?: string;
  readonly exceptions?: readonly { readonly code: string }[];
};

const quantityText = ({ points, unit, walletType }: Quantified): string => `${points} ${unit} (${walletType})`;
const isSome = (quantity: string | undefined): boolean => quantity !== undefined && !/^-?0(\.0+)?$/.test(quantity);

const exceptionsText = (exceptions: readonly { readonly code: string }[] = []): string[] =>
  exceptions.map(({ code }) => `booked although: ${code}`);

/** The answer to a sale, claim or quote in sentences. */
export function saleText(stage: Stage, body: SaleBody): string[] {
  const earned = body.earned.map((one) => {
    const from = one.isPending && one.activeAt !== undefined ? `, spendable from ${wallOf(stage, one.activeAt)}` : '';
    const until = one.expiresAt === undefined ? '' : `, until ${wallOf(stage, one.expiresAt)}`;
    return `earns ${quantityText(one)}${from}${until}`;
  });
  const spent = body.spent.map((one) => {
    const open = isSome(one.uncovered) ? `, ${one.uncovered} of them not covered` : '';
    return `${quantityText(one)} pay ${one.paid} ${body.total.unit}${open}`;
  });
  const toPay = body.toPay ? [`left to pay: ${body.toPay.amount} ${body.toPay.unit}`] : [];
  const why = (body.notPaying ?? []).map(({ walletType, reason }) => `wallet ${walletType} pays no more: ${reason}`);
  const nothing = earned.length === 0 ? ['earns nothing'] : [];
  return [...earned, ...nothing, ...spent, ...toPay, ...why, ...exceptionsText(body.exceptions)];
}

// The API's word for what was paid without saying how.
const UNNAMED = 'unnamed';

const WAYS = [
  ['owed', 'owed'],
  ['writtenOff', 'written off'],
  ['fromRefund', 'out of the refund'],
  ['leftWithMember', 'left with the member'],
] as const;

/** The answer to a return or void in sentences. */
export function returnText({ state, ...body }: ReturnBody): string[] {
  if (state === 'parked') return ['its sale is not known: the return waits for it'];
  if (state === 'closed') return ['the sale is not known: its name is closed, and it will not count when it comes'];
  const taken = (body.takenBack ?? []).map((one) => {
    const ways = WAYS.filter(([name]) => isSome(one[name])).map(([name, words]) => `${one[name]} ${words}`);
    return `takes back ${quantityText(one)}${ways.length === 0 ? '' : `: ${ways.join(', ')}`}`;
  });
  const again = (body.grantedAgain ?? []).map((one) => `grants again ${quantityText(one)}`);
  const given = (body.givenBack ?? []).map(
    (one) => `gives back ${quantityText(one)}${isSome(one.expired) ? `, ${one.expired} of them ended meanwhile` : ''}`,
  );
  const refund = (body.refund ?? []).map(({ kind, amount, unit }) =>
    kind === UNNAMED ? `refunds ${amount} ${unit}` : `refunds ${amount} ${unit} by ${kind}`,
  );
  const deducted = isSome(body.deducted) ? [`deducts ${body.deducted} from the refund`] : [];
  return [...taken, ...again, ...given, ...refund, ...deducted, ...exceptionsText(body.exceptions)];
}
