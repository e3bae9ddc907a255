import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Staff } from '../../staff/index.ts';
import type { Members } from '../create-members.ts';
import type { MemberDeps } from '../member-deps.ts';
import { NAME_REFUSALS } from '../operation-name.ts';

/** What the endpoints of this room stand on. */
export type MemberRouteDeps = Omit<MemberDeps, 'cards'> & {
  readonly machine: LaneMachine<JournalEntry>;
  readonly members: Members;
  readonly staff: { readonly approvals: Pick<Staff['approvals'], 'isByHand'> };
  /** What the rules of promotions make of an attribute; undefined where none asks for it. */
  readonly promotions: {
    readonly refresh: () => Promise<void>;
    readonly speaksOf: (
      tenant: number,
      fact: { readonly of: 'attribute'; readonly name: string },
    ) => { readonly promotions: readonly string[]; readonly isByAbsence: boolean } | undefined;
  };
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** What any operation of the lane machine may be refused for. */
export const OPERATION_REFUSALS: readonly string[] = [
  ...NAME_REFUSALS,
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
];

/** What telling something about a person may be refused for. */
export const TOLD_REFUSALS: readonly string[] = [
  'http.input.invalid',
  'kernel.phone.malformed',
  'members.profile.malformed',
  'members.attributes.unfit',
  'members.attributes.too_many',
  'members.code.wrong',
];
