import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { assert } from '../../kernel/assert.ts';
import { instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { createZone, type Zone } from '../../kernel/zone.ts';
import { manualClock, type ManualClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { SECRET_BYTES, type Keys } from '../../platform/keys.ts';
import { createApi } from '../api.ts';
import { compose, type House } from '../compose.ts';
import { StoryBroken, type Step } from './step.ts';

/** Keys of a database that lives as long as its stories. */
export const throwAwayKeys = (): Keys => {
  const one = (bytes: number) => [{ number: 1, secret: randomBytes(bytes) }];
  return {
    wrapping: one(SECRET_BYTES.wrapping),
    digest: one(SECRET_BYTES.digest),
    signing: one(SECRET_BYTES.signing),
    token: one(SECRET_BYTES.token),
  };
};

/** What stories are told on: one database for all of them, each with a tenant of its own. */
export type StageGround = { readonly database: Database; readonly keys: Keys; readonly log: Logger };

/** A person of a story. */
export type Person = { readonly name: string; readonly member: string; readonly phone: string; readonly card: string };

/** The place where the receipts of a story are rung up. */
export type Place = { readonly outlet: string; readonly terminal: string };

/** An answer of the API. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** A house with a moved clock, a till to speak through, and what has been told so far. */
export type Stage = {
  readonly house: House;
  readonly clock: ManualClock;
  readonly name: string;
  /** Whether each receipt is to say why it earned. */
  readonly explains: boolean;
  readonly steps: Step[];
  readonly people: Person[];
  /** Set by `given.program`: the credential's secret, the wall on which the story reads its clock, the till. */
  opened: { readonly tenant: number; readonly secret: string; readonly zone: Zone; place: Place } | undefined;
  /** Asks the API as a till does: `ask('POST /v1/sales', body)`. */
  ask(what: string, body?: object): Promise<Answer>;
  /** The same, for what has to work: breaks the story where it is refused, with the refusal in words. */
  must(text: string, what: string, body?: object): Promise<Answer['body']>;
  /** A reference that nobody has used. */
  freshReference(): string;
  now(): string;
  close(): Promise<void>;
};

// Wherever a story does not say when it begins: a Monday morning in Madrid.
const BEGINNING = '2026-01-12T10:00:00+01:00';

/** Puts a house on the ground, at rest; its clock moves when the story moves it. To be closed. */
export async function openStage(ground: StageGround, name: string, explains: boolean): Promise<Stage> {
  const clock = manualClock(instantOfText(BEGINNING));
  const house = compose({ ...ground, clock, movesTime: true });
  await house.refresh();
  const api = await createApi(house, { isReady: () => true, validateAnswers: true, hasDocs: false });
  let references = 0;
  const stage: Stage = {
    ...{ house, clock, name, explains, steps: [], people: [], opened: undefined },
    async ask(what, body) {
      assert(stage.opened, 'a story begins with given.program');
      const [method, url] = what.split(' ') as ['GET' | 'PATCH' | 'POST' | 'PUT', string];
      const answer = await api.inject({
        ...{ method, url, headers: { authorization: `Bearer ${stage.opened.secret}` } },
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: answer.statusCode, body: JSON.parse(answer.body) as Answer['body'] };
    },
    async must(text, what, body) {
      const answer = await stage.ask(what, body);
      if (answer.status < 300) return answer.body;
      throw new StoryBroken(text, [refusalText(answer)]);
    },
    freshReference: () => `${name}-${++references}`,
    now: () => isoFromInstant(clock.now()),
    async close() {
      await api.close();
      await house.stop();
    },
  };
  return stage;
}

/** A refusal in words: its code, and what it says. */
export const refusalText = ({ status, body }: Answer): string =>
  `refused with ${status} ${String(body['code'])}: ${String(body['detail'] ?? body['title'])}${
    body['errors'] === undefined ? '' : ` ${JSON.stringify(body['errors'])}`
  }`;

/** The instant of an ISO text with offset. Another text is a bug of the story. */
export function instantOfText(text: string): Instant {
  const instant = instantFromIso(text);
  assert(instant !== undefined, `${text} is an instant, as 2026-01-12T10:00:00+01:00`);
  return instant;
}

/** What the wall shows: `2026-01-12 10:00`. */
export function wallText(zone: Zone, at: Instant): string {
  const { date, minuteOfDay } = zone.localOf(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date} ${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}

/** The same of an ISO text, on the wall of the story's program. */
export const wallOf = (stage: Stage, iso: unknown): string =>
  wallText(stage.opened?.zone ?? createZone('UTC'), instantOfText(String(iso)));
