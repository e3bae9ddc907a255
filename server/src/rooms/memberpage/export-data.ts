import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { memberSheet, profileSheet } from '../members/index.ts';
import { sessionsOf } from './authenticate.ts';
import type { MemberPageDeps } from './deps.ts';
import type { Session } from './session.ts';
import type { Phone } from '../../kernel/phone.ts';
import { showHistory, type Event, type HistoryPlace } from './show-history.ts';
import { consentHistory, showPage } from './show-page.ts';

const EVENTS_PER_READING = 500;
/** Whoever has more asks the programme, which exports without end; a page must not hold a server for minutes. */
const EVENTS_MAX = 20_000;

/** Whose data it is; somebody whom only a card knows has no phone. */
export type DataOf = Pick<Session, 'tenant' | 'member'> & { readonly phone: Phone | undefined };

/**
 * Everything that is kept about a person, to be taken away: what the page shows, whence it came, and all that happened. Numbers of
 * cards in full are for the member himself alone (`hasNumbers`).
 */
export async function exportData(
  deps: MemberPageDeps,
  session: DataOf,
  language: 'en' | 'es',
  hasNumbers = true,
): Promise<Ok<{ readonly data: Record<string, unknown> }> | Refusal> {
  const { phone } = session;
  const shown = await showPage(deps, session);
  if (!shown.ok) return shown;
  const { cards, consents: _, ...page } = shown.page;
  const open = phone === undefined ? [] : await sessionsOf(deps, { ...session, phone });
  const sessions = open.map((one) => ({
    browser: one.browser,
    since: isoFromInstant(one.madeAt),
    seen: isoFromInstant(one.seenAt),
  }));
  const plain = cards.map(({ qr: _qr, bars: _bars, number, ...card }) => ({ ...card, ...(hasNumbers && { number }) }));
  const own = { ...page, cards: plain, sessions };
  const { member, tenant } = session;
  if (!member) return { ok: true, data: own };
  const [known, profile, consents] = await Promise.all([
    deps.machine.look.row(memberSheet, member),
    deps.machine.look.row(profileSheet, { tenant, member: member.owner }),
    consentHistory(deps, tenant, member.owner),
  ]);
  const events: Event[] = [];
  let before: HistoryPlace | undefined;
  do {
    const read = await showHistory(deps, { tenant, member, language }, before, EVENTS_PER_READING);
    // Merged or parted in between: what was read stands, and asking again gives all of it.
    if (!read.ok) return refuse('operation.owner_moving');
    events.push(...read.events);
    before = read.next;
  } while (before !== undefined && events.length < EVENTS_MAX);
  return {
    ok: true,
    data: {
      ...own,
      phoneVerified: profile?.phoneVerified ?? false,
      sources: profile?.sources ?? {},
      attributes: known?.attributes ?? {},
      enrolledAt: known && isoFromInstant(known.enrolledAt),
      consents,
      history: events,
    },
  };
}
