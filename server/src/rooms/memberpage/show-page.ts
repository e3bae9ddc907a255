import { isoFromInstant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { memberSheet, profileSheet, PERSON_FIELDS, type PersonField } from '../members/index.ts';
import type { WalletName } from '../points/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { findExpiring } from './read/expiring.ts';
import { findConsents, findEnrolments } from './read/person.ts';
import type { Session } from './session.ts';
import { showCards, type CardShown } from './show-cards.ts';

/** A wallet in which something can be, as it stands at this moment. */
export type WalletShown = {
  readonly walletType: string;
  readonly name?: WalletName;
  readonly program: string;
  readonly unit: string;
  readonly available: string;
  readonly pending: string;
  readonly frozen: string;
  readonly held: string;
  readonly owed: string;
  readonly state: string;
};

export type ConsentShown = {
  readonly purpose: string;
  readonly channel: string;
  readonly isGiven: boolean;
  readonly textVersion: string;
  readonly source: string;
  readonly at: string;
};

/** Everything that the page's first screen shows, in one piece, so that it can be kept for when there is no line. */
export type PageShown = {
  readonly asOf: string;
  readonly place: { readonly code: string; readonly name: string };
  readonly phone: string;
  readonly member?: string;
  readonly profile: Partial<Record<PersonField, string>>;
  readonly programs: readonly {
    readonly code: string;
    readonly name: string;
    readonly zone: string;
    readonly since: string;
    readonly tier?: string;
  }[];
  readonly cards: readonly CardShown[];
  readonly wallets: readonly WalletShown[];
  readonly expiring: readonly {
    readonly walletType: string;
    readonly program: string;
    readonly unit: string;
    readonly points: string;
    readonly at: string;
  }[];
  readonly consents: readonly ConsentShown[];
};

/** The page of whoever is signed in. Refuses only what a balance may be refused for: an owner that moves for longer than it may. */
export async function showPage(
  deps: MemberPageDeps,
  session: Pick<Session, 'tenant' | 'member'> & { readonly phone: string | undefined },
): Promise<Ok<{ readonly page: PageShown }> | Refusal> {
  const { tenant, member, phone } = session;
  const settings = deps.programs.settings();
  const { code, name } = settings.tenant(tenant);
  const at = deps.clock.now();
  const nobody = { asOf: isoFromInstant(at), place: { code, name }, phone: phone ?? '', profile: {} };
  if (!member)
    return { ok: true, page: { ...nobody, programs: [], cards: [], wallets: [], expiring: [], consents: [] } };
  const named = deps.tokens.encode('mem', member.lane, member.owner);
  const [known, profile, enrolments, cards, balance, expiring, consents] = await Promise.all([
    deps.machine.look.row(memberSheet, member),
    deps.machine.look.row(profileSheet, { tenant, member: member.owner }),
    findEnrolments(deps.database, member),
    showCards(deps, tenant, member),
    deps.machine.rehearse(deps.points.balance, {
      tenant,
      input: { tenant, receivedAt: at, identity: { member: named }, program: undefined },
    }),
    findExpiring(deps.database, member, at),
    findConsents(deps.database, tenant, member.owner),
  ]);
  if (!balance.ok) return balance;
  const told = PERSON_FIELDS.flatMap((field) => (profile?.[field] === undefined ? [] : [[field, profile[field]]]));
  return {
    ok: true,
    page: {
      ...nobody,
      asOf: balance.answer.asOf,
      member: named,
      profile: Object.fromEntries(told) as PageShown['profile'],
      programs: enrolments.map(({ program, enrolled_at }) => {
        const { code: programCode, name: programName, zone: calendar } = settings.program(program);
        const tier = known?.tiers[String(program)];
        const since = isoFromInstant(enrolled_at);
        return {
          code: programCode,
          name: programName,
          zone: calendar.name,
          since,
          ...(tier !== undefined && { tier }),
        };
      }),
      cards,
      wallets: balance.answer.wallets.map(
        ({ walletType, program, unit, available, pending, held, frozen, owed, state }) => ({
          ...{ walletType, program, unit, available, pending, held, frozen, owed, state },
          name: nameOf(deps, tenant, program, walletType),
        }),
      ),
      expiring: expiring.map(({ wallet_type, unit: number, expires_at, amount }) => {
        const unit = settings.unit(number);
        const points = formatQuantity(amount, unit.decimals);
        const { code: walletType, program } = deps.walletTypes.of(wallet_type);
        return {
          ...{ walletType, program: settings.program(program).code },
          ...{ unit: unit.code, points, at: isoFromInstant(expires_at) },
        };
      }),
      consents: lastWords(consents.map(consentShown)),
    },
  };
}

/** What a wallet is called; nothing where its program has no name for it. */
function nameOf({ programs, walletTypes }: MemberPageDeps, tenant: number, program: string, code: string): WalletName {
  const found = programs.settings().programByCode(tenant, program);
  return (found && walletTypes.byCode(found.program, code)?.name) ?? {};
}

const consentShown = (row: Awaited<ReturnType<typeof findConsents>>[number]): ConsentShown => ({
  ...{ purpose: row.purpose, channel: row.channel, isGiven: row.is_given },
  ...{ textVersion: row.text_version, source: row.source, at: isoFromInstant(row.at) },
});

/** Of each purpose and channel what was said last; the rows come with that one first. */
const lastWords = (all: readonly ConsentShown[]): ConsentShown[] =>
  [...Map.groupBy(all, ({ purpose, channel }) => `${purpose}\n${channel}`).values()].map(([last]) => last);

/** Everything that was ever said about consent, for whoever takes his data away. */
export const consentHistory = async (
  { database }: MemberPageDeps,
  tenant: number,
  member: bigint,
): Promise<ConsentShown[]> => (await findConsents(database, tenant, member)).map(consentShown);
