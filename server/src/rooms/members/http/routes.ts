import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { changeMember, sayConsents } from './change-member.ts';
import { enrolMember } from './enrol-member.ts';
import { findMembers } from './find-members.ts';
import { getMember } from './get-member.ts';
import { sendPhoneCode, verifyPhone } from './phone-codes.ts';
import type { MemberRouteDeps } from './room-endpoint.ts';

/** The endpoints of this room. */
export const membersRoutes = (deps: MemberRouteDeps): readonly Endpoint<Principal>[] => [
  enrolMember(deps),
  findMembers(deps),
  getMember(deps),
  changeMember(deps),
  sayConsents(deps),
  sendPhoneCode(deps),
  verifyPhone(deps),
];
