import { Readable } from 'node:stream';
import { cardFilePathSchema } from '../../../../../../contract/card-making.ts';
import { maskPhone } from '../../../../kernel/phone.ts';
import { formatQuantity } from '../../../../kernel/quantity.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Making } from '../making.ts';
import { BOM, CSV, csvLine, downloadAs } from './csv-text.ts';
import type { OpenLinks } from '../distribution.ts';
import {
  batchToken,
  fileNamed,
  NOT_KEPT,
  roomEndpoint,
  SCOPE,
  TAGS,
  toHandOut,
  userOf,
  type MakingRouteDeps,
} from './room-endpoint.ts';

const CARDS_AT_ONCE = 2_000;

/** `GET /v1/card-files/:file/cards.csv` */
export const downloadCards = (deps: MakingRouteDeps & { readonly decimalsOf: (unit: number) => number }) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-files/:file/cards.csv',
    summary: 'Download the cards that were made of a file',
    description:
      'With the last characters of each number, your serial, and for whom it is; phones are masked. Once it is released. ' +
      'Where links were opened for its batch, each gift card has its link and the addresses of its passes.',
    scope: SCOPE,
    tags: TAGS,
    params: cardFilePathSchema,
    answers: { 200: CSV },
    refusals: ['cards.file.unknown', 'cards.file.unfit_state'],
    handler: async ({ principal, params }) => {
      const found = await fileNamed(deps, principal, params.file);
      if (!('making' in found)) return found;
      if (found.state !== 'released' || found.batch === undefined)
        return refuse('cards.file.unfit_state', { state: found.state });
      const { tenant, batch } = found;
      const links = await deps.distribution.find(
        toHandOut(deps.cards.settings().range(found.range), { tenant, batch }),
      );
      const after = { batch: batchToken(deps.tokens, batch), rows: found.rowsTotal, links: links !== undefined };
      await deps.making.noteDownload(found, userOf(principal), after);
      return {
        status: 200 as const,
        body: Readable.from(cardLines(deps, found, batch, links)),
        headers: { ...downloadAs('cards.csv'), ...NOT_KEPT },
      };
    },
  });

async function* cardLines(
  { making, cards, decimalsOf }: Parameters<typeof downloadCards>[0],
  { tenant, range }: Making,
  batch: bigint,
  links: OpenLinks | undefined,
): AsyncGenerator<string> {
  yield (
    BOM +
      csvLine([
        'serial',
        'number',
        'state',
        'blocked',
        'face_value',
        'valid_until',
        'client_serial',
        'phone',
        'member_external_id',
        'note',
        ...(links ? ['link', 'apple_pass', 'google_pass'] : []),
      ])
  );
  const { unit, face: faceOfAll } = cards.settings().range(range);
  for (let after = 0, size = CARDS_AT_ONCE; size === CARDS_AT_ONCE;) {
    const page = await making.cardsOf(tenant, batch, after, CARDS_AT_ONCE);
    const lines = page.map(({ serial, lastFour, state, blocked, face, detail }) => {
      const worth = face ?? faceOfAll;
      const handed = links?.of(serial);
      return csvLine([
        ...[String(serial), `••••${lastFour}`, state, blocked.join(' ')],
        worth === undefined || unit === undefined ? '' : formatQuantity(worth, decimalsOf(unit)),
        ...[detail?.validUntil ?? '', detail?.serial ?? '', detail?.phone ? maskPhone(detail.phone) : ''],
        ...[detail?.memberExternalId ?? '', detail?.note ?? ''],
        ...(handed ? [handed.url, handed.apple ?? '', handed.google ?? ''] : []),
      ]);
    });
    if (lines.length > 0) yield lines.join('');
    size = page.length;
    after = page.at(-1)?.serial ?? after;
  }
}
