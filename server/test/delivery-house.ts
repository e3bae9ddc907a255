// A house that delivers gift cards to phones: settings made, a clock that goes ahead, and jobs that a test does by itself.

import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { instant, isoFromInstant } from '../src/kernel/instant.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createJournalWatch } from '../src/platform/followers/index.ts';
import { FAMILY } from '../src/platform/lanes/index.ts';
import { memberArrival } from '../src/rooms/members/index.ts';
import type { PassPusher } from '../src/rooms/delivery/wallet/apns.ts';
import { signedText, type DeliverySetting } from '../src/rooms/delivery/index.ts';
import { createDeliveryJobs } from '../src/rooms/delivery/jobs/index.ts';
import { makeGiftHouse } from './gift-house.ts';
import { must } from './house.ts';
import type { AheadClock } from './webhook-house.ts';

export type Answered = {
  readonly status: number;
  readonly body: Record<string, never>;
  readonly raw: Buffer;
  readonly headers: Record<string, unknown>;
};

export const DELIVERY_SETTING = {
  publicUrl: 'https://cards.example',
  brand: 'Mercado',
  stores: { ios: 'https://apps.example/ios', android: 'https://apps.example/android' },
} as const;

export type DeliveryHouse = Awaited<ReturnType<typeof makeDeliveryHouse>>;

/** Tenant `demo` sells and delivers gift cards in EUR; what is sent stands in the outbox. */
export async function makeDeliveryHouse(
  options: {
    readonly setting?: Partial<DeliverySetting>;
    readonly secrets?: Record<string, string>;
    readonly pin?: 'none' | 'needed';
    /** In place of Apple's push service. */
    readonly pusher?: PassPusher;
    readonly levelsAnswers?: boolean;
  } = {},
) {
  const system = systemClock();
  let ahead = 0;
  const clock: AheadClock = {
    now: () => instant(system.now() + ahead * 1_000_000),
    skip: (seconds) => {
      ahead += seconds;
    },
  };
  const gifts = await makeGiftHouse({
    clock,
    ...(options.levelsAnswers && { levelsAnswers: true }),
    ...(options.pin && { terms: { pin: options.pin } }),
  });
  const { house } = gifts;
  const failures: unknown[] = [];
  const watch = createJournalWatch({ database: house.database });
  const jobs = createDeliveryJobs(house.delivery.deps, {
    watch,
    ...(options.pusher && { pusher: options.pusher }),
    onFailure: (error) => failures.push(error),
  });
  let references = 0;
  const reference = (): string => `dlv-${(references += 1)}`;

  /** Asks as anybody may: without credential, from an address. */
  const publicly = async (
    what: string,
    body?: unknown,
    address = '198.51.100.1',
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const [method, url] = what.split(' ') as ['GET' | 'POST' | 'DELETE', string];
    const answer = await house.api.inject({
      method,
      url,
      remoteAddress: address,
      headers,
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: isJson ? JSON.parse(answer.body) : {},
      raw: answer.rawPayload,
      headers: answer.headers,
    };
  };
  const request = house.request as (
    what: string,
    body?: unknown,
    asked?: { secret?: string },
  ) => Promise<{ status: number; body: Record<string, never> }>;

  const put = await house.api.inject({
    method: 'PUT',
    url: '/v1/programs/club/gift-card-delivery',
    headers: { authorization: `Bearer ${house.secrets.tenant}` },
    payload: { ...DELIVERY_SETTING, ...options.setting, ...options.secrets },
  });
  if (put.statusCode !== 200) throw new Error(put.body);

  const outbox = () => house.notifications.outbox(house.tenant, { before: 9_000_000_000_000_000_000n, limit: 200 });
  const phones = { last: 100 };
  const self = {
    ...gifts,
    clock,
    failures,
    jobs,
    publicly,
    request,
    reference,
    outbox,
    /** A phone that nobody has. */
    phone: (): string => `+34600222${String((phones.last += 1)).padStart(3, '0')}`,
    /** A card with 25.00 EUR on it. */
    async sellCard(
      amount = '25.00',
      extra: Record<string, unknown> = {},
    ): Promise<{ number: string; card: string; reference: string }> {
      const number = gifts.number();
      const named = reference();
      const sold = await gifts.ask('activate', { card: { number }, amount, reference: named, ...extra });
      if (sold.status !== 201) throw new Error(JSON.stringify(sold.body));
      return { number, card: sold.body['card'] as unknown as string, reference: named };
    },
    async deliver(number: string, phone: string, extra: Record<string, unknown> = {}) {
      return request('POST /v1/gift-card-deliveries', {
        reference: reference(),
        card: { number },
        phone,
        amount: '25.00',
        unit: 'EUR',
        ...extra,
      });
    },
    /** Sends everything that is due now. */
    async send(): Promise<number> {
      let sent = 0;
      while (await house.delivery.sendNext()) sent += 1;
      return sent;
    },
    async trace(delivery: string) {
      return (await request(`GET /v1/gift-card-deliveries/${delivery}`)).body as unknown as {
        state: string;
        reason?: string;
        route?: string;
        sends: number;
        steps: { state: string; reason?: string }[];
      };
    },
    /** The newest text to a phone. */
    async lastTextTo(phone: string): Promise<string> {
      const found = (await outbox()).find((one) => one.to === phone);
      if (!found) throw new Error(`nothing went to ${phone}`);
      return found.text;
    },
    /** Everything runs by itself until the end of `work`. */
    async running(work: () => Promise<void>): Promise<void> {
      watch.start();
      jobs.start();
      try {
        await work();
      } finally {
        await jobs.stop();
        await watch.stop();
      }
    },
    /** Follows the journal to its end. */
    follow: () => jobs.catchUp(),
    async enrol(phone: string, isVerified: boolean): Promise<string> {
      const { program } = house.program();
      const input = { tenant: house.tenant, program, channel: 'app', phone, phoneVerified: isVerified } as const;
      const name = { space: 0n, family: FAMILY.member, reference: reference() };
      const outcome = must(
        await house.machine.submit(house.members.enrolment, memberArrival(house.keys, name, input, input)),
      );
      return outcome.answer.member;
    },
    /** A browser of the member takes pushes, as far as the database is concerned; `seconds` ago. */
    async subscribe(member: string, platform: string, seconds = 0, state = 'active'): Promise<void> {
      await house.database.query(
        `insert into notifications.push_subscription (tenant_id, member, endpoint_key, sealed, platform, state, last_seen_at, made_at)
         values ($1, $2, $3, '\\x00', $4, $5, $6::timestamptz, $6::timestamptz)`,
        [
          ...[house.tenant, member, createHash('sha256').update(reference()).digest(), platform, state],
          isoFromInstant(instant(clock.now() - seconds * 1_000_000)),
        ],
      );
    },
    /** The secret in a text's link. */
    secretIn(text: string): string {
      const found = /\/gift\/(gft_[0-9a-z]{26})/.exec(text);
      if (!found?.[1]) throw new Error(`no link in: ${text}`);
      return found[1];
    },
    /** Asks for the code of a link and claims with it. */
    async claim(secret: string, phone: string, app?: TestApp, address?: string): Promise<Answered> {
      await publicly(`POST /v1/gift-links/${secret}/codes`, { phone }, address);
      const code = /\d{6}/.exec(await self.lastTextTo(phone))?.[0] ?? '000000';
      return publicly(`POST /v1/gift-links/${secret}/claim`, { phone, code, ...(app && { app: app.told }) }, address);
    },
    /** What an app signs and sends. */
    ask: gifts.ask,
    async asApp(
      app: TestApp,
      what: 'cards' | 'view' | 'code' | 'share' | 'revoke',
      subject: string,
      extra: object = {},
      address?: string,
    ) {
      return publicly(`POST ${PATHS[what]}`, app.signed(what, subject, clock, extra), address);
    },
    close: async () => {
      await watch.stop();
      await house.close();
    },
  };
  return self;
}

const PATHS = {
  cards: '/v1/device/cards',
  view: '/v1/device/views',
  code: '/v1/device/codes',
  share: '/v1/device/claim-links',
  revoke: '/v1/device/claim-links/revoke',
} as const;

/** An app on a phone with a key of its own. */
export type TestApp = ReturnType<typeof makeApp>;

export function makeApp(platform: 'ios' | 'android' = 'android') {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const told = { publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'), platform };
  return {
    told,
    /** Given by the claim. */
    device: '',
    key: pair.privateKey as KeyObject,
    signed(word: string, subject: string, clock: AheadClock, extra: object = {}) {
      const at = isoFromInstant(clock.now());
      const text = signedText(word, { device: this.device, at }, subject);
      const signature = sign('sha256', text, { key: this.key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
      const named = word === 'cards' ? {} : word === 'revoke' ? { link: subject } : { card: subject };
      return { device: this.device, at, signature, ...named, ...extra };
    },
  };
}
