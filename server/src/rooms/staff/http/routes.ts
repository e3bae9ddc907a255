import type { Endpoint } from '../../../platform/http/endpoint.ts';
import { approve, decline, getApproval, listApprovals } from './approvals.ts';
import { endGrant, grantRole, listGrants } from './grants.ts';
import { addPerson, changePerson, getPerson, listPeople } from './people.ts';
import { getPolicy, setPolicy } from './policy.ts';
import { defineRole, listPermissions, listRoles } from './roles.ts';
import type { Principal, StaffRouteDeps } from './room-endpoint.ts';

/** The endpoints of this room. */
export const staffRoutes = (deps: StaffRouteDeps): readonly Endpoint<Principal>[] => [
  listPeople(deps),
  addPerson(deps),
  getPerson(deps),
  changePerson(deps),
  listGrants(deps),
  grantRole(deps),
  endGrant(deps),
  listPermissions(deps),
  listRoles(deps),
  defineRole(deps),
  getPolicy(deps),
  setPolicy(deps),
  listApprovals(deps),
  getApproval(deps),
  approve(deps),
  decline(deps),
];
