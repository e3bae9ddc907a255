import type { Endpoint } from '../../../platform/http/endpoint.ts';
import { exportAudit, listAudit } from './audit.ts';
import { getAlone } from './alone.ts';
import { approve, decline, getApproval, listApprovals } from './approvals.ts';
import { endGrant, grantRole, listGrants } from './grants.ts';
import {
  beginTotp,
  changePassword,
  confirmTotp,
  endOwnSession,
  getOwnSession,
  listOwnSessions,
  removeTotp,
  stepUp,
} from './own-session.ts';
import { acceptLink, askReset, giveSecondFactor, sendCode, signIn, signOut } from './sign-in.ts';
import { addPerson, changePerson, getPerson, listPeople, resendInvitation } from './people.ts';
import { getPolicy, setPolicy } from './policy.ts';
import { defineRole, listPermissions, listRoles } from './roles.ts';
import type { Principal, StaffRouteDeps } from './room-endpoint.ts';

/** The endpoints of this room. */
export const staffRoutes = (deps: StaffRouteDeps): readonly Endpoint<Principal>[] => [
  signIn(deps),
  giveSecondFactor(deps),
  sendCode(deps),
  signOut(deps),
  acceptLink(deps),
  askReset(deps),
  getOwnSession(deps),
  stepUp(deps),
  listOwnSessions(deps),
  endOwnSession(deps),
  changePassword(deps),
  beginTotp(deps),
  confirmTotp(deps),
  removeTotp(deps),
  listPeople(deps),
  addPerson(deps),
  getPerson(deps),
  changePerson(deps),
  resendInvitation(deps),
  listGrants(deps),
  grantRole(deps),
  endGrant(deps),
  listPermissions(deps),
  listRoles(deps),
  defineRole(deps),
  getPolicy(deps),
  setPolicy(deps),
  getAlone(deps),
  listApprovals(deps),
  getApproval(deps),
  approve(deps),
  decline(deps),
  listAudit(deps),
  exportAudit(deps),
];
