/** What a code on a phone looks like. */
export const SYMBOLOGIES = ['qr', 'code128', 'ean13', 'aztec'] as const;
export type Symbology = (typeof SYMBOLOGIES)[number];

/** How a program delivers gift cards. */
export type DeliverySetting = {
  /** Where this server is reached from outside, without a slash at the end: links in messages begin with it. */
  readonly publicUrl: string;
  readonly brand: string;
  readonly stores: { readonly ios?: string | undefined; readonly android?: string | undefined };
  /** Colours of the pass, `#rrggbb`. */
  readonly colours: { readonly background: string; readonly foreground: string; readonly label: string };
  readonly symbology: Symbology;
  /** Cards show codes of a minute in place of their number. */
  readonly dynamicCodes: boolean;
  /** What a second phone for one card means. */
  readonly secondPhone: 'refuse' | 'transfer';
  readonly linkHours: number;
  readonly apple?: { readonly passType: string; readonly team: string } | undefined;
  readonly google?: { readonly issuer: string; readonly email: string } | undefined;
};

/** PEM texts, encrypted at rest. */
export type DeliverySecrets = {
  readonly appleCertificate?: string | undefined;
  readonly appleKey?: string | undefined;
  /** The certificate that signed it: Apple's WWDR, or the one of a test. */
  readonly appleAuthority?: string | undefined;
  readonly googleKey?: string | undefined;
};
