import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../credential.ts';
import { addOutlet } from './add-outlet.ts';
import { addPartner } from './add-partner.ts';
import { addTerminal } from './add-terminal.ts';
import { closeOutlet, reopenOutlet } from './change-outlet-state.ts';
import { resumePartner, suspendPartner } from './change-partner-state.ts';
import { confirmCredential } from './confirm-credential.ts';
import { issueCredential } from './issue-credential.ts';
import { listCredentials } from './list-credentials.ts';
import { listOutlets } from './list-outlets.ts';
import { listPartners } from './list-partners.ts';
import { listTerminals } from './list-terminals.ts';
import { revokeCredential } from './revoke-credential.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';
import { setTerminal } from './set-terminal.ts';

/** The endpoints of this room. */
export const partnerRoutes = (deps: PartnerRouteDeps): readonly Endpoint<Principal>[] => [
  listPartners(deps),
  addPartner(deps),
  suspendPartner(deps),
  resumePartner(deps),
  listOutlets(deps),
  addOutlet(deps),
  closeOutlet(deps),
  reopenOutlet(deps),
  listTerminals(deps),
  addTerminal(deps),
  setTerminal(deps),
  listCredentials(deps),
  issueCredential(deps),
  confirmCredential(deps),
  revokeCredential(deps),
];
