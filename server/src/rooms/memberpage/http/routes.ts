import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { changeProfile, sayConsents } from './change-own.ts';
import { erase, getOwnErasure, sendErasure } from './erase.ts';
import { eraseMemberByStaff, exportByStaff, getErasureQuote } from './erase-by-staff.ts';
import { getExport, getHistory, getPage } from './page.ts';
import { getPushKey, subscribe } from './push.ts';
import type { MemberPageRouteDeps } from './room-endpoint.ts';
import { endSession, listSessions } from './sessions.ts';
import { getPlace, sendCode, signIn, signOut } from './sign-in.ts';

/** The endpoints of this room. */
export const memberPageRoutes = (deps: MemberPageRouteDeps): readonly Endpoint<Principal>[] => [
  getPlace(deps),
  sendCode(deps),
  signIn(deps),
  signOut(deps),
  getPage(deps),
  changeProfile(deps),
  getHistory(deps),
  getExport(deps),
  sayConsents(deps),
  listSessions(deps),
  endSession(deps),
  sendErasure(deps),
  getOwnErasure(deps),
  erase(deps),
  getErasureQuote(deps),
  eraseMemberByStaff(deps),
  exportByStaff(deps),
  getPushKey(deps),
  subscribe(deps),
];
