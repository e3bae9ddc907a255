import { assert } from '../kernel/assert.ts';
import type { Email } from '../kernel/email.ts';
import { createMaking, folderOfProcess, type CardMaking, type MakingDeps } from '../rooms/cards/index.ts';
import type { Notifications } from '../rooms/notifications/index.ts';
import type { Staff } from '../rooms/staff/index.ts';
import type { Jobs } from '../platform/jobs/repeat-work.ts';
import { workOnCardFiles } from './work-on-card-files.ts';

export type MakeCardsDeps = Omit<MakingDeps, 'folder' | 'sendCode' | 'askSecondPerson'> & {
  /** Absent: a folder of this process among the system's temporary ones. */
  readonly folder: string | undefined;
  readonly notifications: Pick<Notifications, 'enqueue'>;
  readonly approvals: Staff['approvals'];
  readonly onFailure: (error: unknown) => void;
};

const CONTACT_CHANGE = 'cards.contact.change';

/** The making of cards with its slots filled: codes go out by mail, and a second person decides on the registered address. */
export function makeCards({ notifications, approvals, onFailure, ...given }: MakeCardsDeps): {
  readonly making: CardMaking;
  readonly makingJobs: Jobs;
} {
  const deps: MakingDeps = {
    ...given,
    folder: given.folder ?? folderOfProcess(),
    sendCode: async (tx, { tenant, reference, to, language, facts, expiresAt }) => {
      const { name } = given.programs.settings().tenant(tenant);
      const sent = await notifications.enqueue(tx, {
        ...{ tenant, reference, kind: 'email', to: { email: to as Email }, template: 'file-code', language },
        ...{ facts: { ...facts, tenant: name }, expiresAt, isSecret: true },
      });
      assert(sent.ok, 'each code is a message of its own');
    },
    askSecondPerson: async (tx, { tenant, change, partner, masked, requestedBy }) => {
      const asked = await approvals.request(tx, {
        ...{ tenant, kind: CONTACT_CHANGE, reference: `contact-change-${change}`, requestedBy },
        subject: partner === undefined ? 'the registered address' : `the registered address of ${partner}`,
        facts: { change: String(change), email: masked },
      });
      return asked.ok ? { ok: true, approval: asked.approval.approval } : asked;
    },
  };
  const making = createMaking(deps);
  approvals.onApproved(CONTACT_CHANGE, {
    permission: 'settings:write',
    asker: () => ({ permissions: ['settings:write'] }),
    run: (tx, { tenant, facts }) => making.applyContactChange(tx, tenant, BigInt(String(facts['change']))),
  });
  const { folder, keys, database } = deps;
  return { making, makingJobs: workOnCardFiles({ url: database.url, keys, folder }, onFailure) };
}
