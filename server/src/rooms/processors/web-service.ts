/** What is sent: text for XML, any JSON for JSON. Placeholders such as `{card}` are filled in. */
export type Template = unknown;

/** How one question is asked, and how its answer is read. Paths name places in the answer: `result.items`, `Envelope.Body`. */
export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Template;
  /** Where the answer says yes or no, and in which words. Any other word means that the outcome is unknown. */
  readonly verdict?:
    | { readonly path: string; readonly yes: readonly string[]; readonly no: readonly string[] }
    | undefined;
  /** HTTP statuses by which it says no. Every other status outside of 200 to 299 means that the outcome is unknown. */
  readonly noStatuses?: readonly number[] | undefined;
  /** Where the answer says why not. */
  readonly reason?: string | undefined;
};

export type BalanceCall = Call & { readonly fields: { readonly balance: string } };

export type TransactionsCall = Call & {
  readonly items: string;
  /** Where the answer names the next page; it fills `{cursor}`. */
  readonly next?: string | undefined;
  readonly fields: {
    readonly id: string;
    readonly amount: string;
    readonly at: string;
    readonly kind?: string | undefined;
    readonly balanceAfter?: string | undefined;
    readonly reference?: string | undefined;
  };
  /** Kinds whose amount is told without sign and leaves the card. */
  readonly leaving?: readonly string[] | undefined;
};

export type PaymentCall = Call & {
  readonly fields?:
    | {
        readonly id?: string | undefined;
        readonly balance?: string | undefined;
        /** How much was paid. */
        readonly amount?: string | undefined;
      }
    | undefined;
};

/** A payment that may be for less than was asked, where its card has no more. */
export type RedeemCall = PaymentCall & {
  readonly partial?:
    | {
        /** What `{partial}` stands for where a part is taken, and where it is not. */
        readonly yes: string;
        readonly no: string;
        /** Whether a part is taken: as the caller says, or whatever he says. */
        readonly policy: 'by_caller' | 'always';
      }
    | undefined;
};

/** A web service over HTTP, JSON or XML, described as data. */
export type WebService = {
  readonly url: string;
  readonly format: 'json' | 'xml';
  readonly headers: Readonly<Record<string, string>>;
  /** `decimal`: 12.50. `minor`: 1250. */
  readonly amounts: 'decimal' | 'minor';
  readonly times: 'iso' | 'epoch_seconds' | 'epoch_milliseconds';
  readonly balance: BalanceCall;
  readonly transactions: TransactionsCall;
  readonly redeem?: RedeemCall | undefined;
  readonly reverse?: PaymentCall | undefined;
  readonly find?: PaymentCall | undefined;
  /** Brings a part of a payment back to its card: `{reference}` is the refund's name, `{payment}` the payment's. */
  readonly refund?: PaymentCall | undefined;
  /** What is done about a payment of unknown outcome: it is undone, or asked for until it is known. */
  readonly onUnknown: 'reverse' | 'query';
};
