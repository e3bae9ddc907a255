import { acceptLink } from './accept-link.ts';
import { authenticateSession } from './authenticate-session.ts';
import { completeSignIn, sendCode, stepUp } from './complete-sign-in.ts';
import {
  beginTotp,
  changePassword,
  confirmTotp,
  endOwnSession,
  listSessions,
  removeTotp,
  secondFactorOf,
} from './own-login.ts';
import { askReset } from './send-link.ts';
import { signIn } from './sign-in.ts';
import type { StaffDeps } from './staff-deps.ts';

// Each verb as it is written, without the first argument.
const of =
  <Given extends unknown[], Result>(deps: StaffDeps, verb: (deps: StaffDeps, ...given: Given) => Result) =>
  (...given: Given): Result =>
    verb(deps, ...given);

/** What a person does with sign-in, sessions and login of its own. */
export const createPortal = (deps: StaffDeps) => ({
  signIn: of(deps, signIn),
  acceptLink: of(deps, acceptLink),
  askReset: of(deps, askReset),
  authenticate: of(deps, authenticateSession),
  completeSignIn: of(deps, completeSignIn),
  sendCode: of(deps, sendCode),
  stepUp: of(deps, stepUp),
  changePassword: of(deps, changePassword),
  beginTotp: of(deps, beginTotp),
  confirmTotp: of(deps, confirmTotp),
  removeTotp: of(deps, removeTotp),
  secondFactorOf: of(deps, secondFactorOf),
  listSessions: of(deps, listSessions),
  endSession: of(deps, endOwnSession),
});

export type Portal = ReturnType<typeof createPortal>;
