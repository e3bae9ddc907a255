/** A company whose outlets issue or accept points. */
export type Partner = {
  readonly partner: number;
  readonly tenant: number;
  readonly code: string;
  readonly name: string;
  readonly state: 'active' | 'suspended';
};

export type PartnerInput = { readonly code: string; readonly name: string };
