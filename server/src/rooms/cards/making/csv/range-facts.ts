/** What a row is checked against: the range that the file is for, as it was when checking began. */
export type RangeFacts = {
  readonly code: string;
  readonly type: 'discount' | 'bonus' | 'multi' | 'gift';
  readonly prefix: string;
  readonly length: number;
  readonly charset: 'digits' | 'alphanumeric';
  readonly checkDigit: 'none' | 'luhn' | 'ean13';
  readonly pinKind: 'none' | 'pin' | 'scratch';
  readonly pinLength: number;
  readonly pinRequired: boolean;
  /** Of gift cards: the money that they hold, and the value that is printed on them, if every card has the same. */
  readonly unit: { readonly code: string; readonly decimals: number } | undefined;
  readonly face: bigint | undefined;
};
