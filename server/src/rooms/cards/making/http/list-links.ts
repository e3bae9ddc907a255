import { Readable } from 'node:stream';
import { madeBatchPathSchema } from '../../../../../../contract/card-making.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import type { CardMaking } from '../create-making.ts';
import type { LinkEnd, ListedLinks } from '../distribution.ts';
import { BOM, CSV, csvLine, downloadAs } from './csv-text.ts';
import { BATCH_REFUSALS, handsOut, releasedBatch } from './hand-out.ts';
import { NOT_KEPT, roomEndpoint, SCOPE, TAGS, type MakingRouteDeps } from './room-endpoint.ts';

/** A page in memory, whatever the size of the batch. */
const CARDS_AT_ONCE = 2_000;

/** `GET /v1/card-batches/:batch/links.csv` */
export const listCardLinks = (deps: MakingRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-batches/:batch/links.csv',
    summary: 'List the links of a batch, whoever made its cards',
    description:
      'Serial, the last characters of the number, your serial, states of card and link, what blocks take from the card, the link and the addresses of the passes. Where a link ' +
      'is over its cells are empty. Who listed it stands in the audit: whoever has the file can claim every card in it.',
    scope: SCOPE,
    tags: TAGS,
    params: madeBatchPathSchema,
    answers: { 200: CSV },
    refusals: [...BATCH_REFUSALS, 'delivery.link.not_found'] as string[],
    handler: async ({ principal, params }) => {
      const found = await releasedBatch(deps, principal, params.batch);
      if (!found.ok) return found;
      const { batch, range, tenant } = found.batch;
      const { type, program, code } = deps.cards.settings().range(range);
      const links = await deps.distribution.list({ tenant, batch, program }, handsOut(principal));
      if (!links) return refuse('delivery.link.not_found');
      const lines = linkLines(deps, { tenant, batch, isGift: type === 'gift' }, links);
      return {
        status: 200 as const,
        body: Readable.from(lines),
        headers: { ...downloadAs(linksFileName(code, params.batch)), ...NOT_KEPT },
      };
    },
  });

/** What the list of a batch's links is called. */
export const linksFileName = (range: string, batch: string): string => `links-${range}-${batch}.csv`;

type Whose = { readonly tenant: number; readonly batch: bigint; readonly isGift: boolean };

async function* linkLines(
  { making }: { readonly making: Pick<CardMaking, 'cardsOf'> },
  { tenant, batch, isGift }: Whose,
  links: ListedLinks,
): AsyncGenerator<string> {
  const states = ['card_state', 'blocked', 'link_state'];
  yield BOM + csvLine(['serial', 'number', 'client_serial', ...states, 'link', 'apple_pass', 'google_pass']);
  for (let after = 0, size = CARDS_AT_ONCE; size === CARDS_AT_ONCE;) {
    const page = await making.cardsOf(tenant, batch, after, CARDS_AT_ONCE);
    const last = page.at(-1)?.serial ?? after;
    const ends = await links.ends(after + 1, last);
    const lines = page.map(({ serial, lastFour, state, detail, blocked }) => {
      const end = ends.get(serial);
      const isThere = end === undefined && state !== 'destroyed';
      const handed = isThere ? links.of(serial) : undefined;
      const linkState = linkStateOf(end, { state, isGift, isOpen: handed !== undefined });
      return csvLine([
        ...[String(serial), `••••${lastFour}`, detail?.serial ?? '', state, blocked.join(' '), linkState],
        ...[handed?.url ?? '', handed?.apple ?? '', handed?.google ?? ''],
      ]);
    });
    if (lines.length > 0) yield lines.join('');
    size = page.length;
    after = last;
  }
}

/** `waiting`: of a gift card that is not activated yet, so that its link opens nothing; `over`: with its batch's, by time, or its card. */
function linkStateOf(
  end: LinkEnd | undefined,
  { state, isGift, isOpen }: { readonly state: string; readonly isGift: boolean; readonly isOpen: boolean },
): LinkEnd | 'open' | 'waiting' | 'over' {
  if (end !== undefined) return end;
  if (!isOpen) return 'over';
  return isGift && state === 'inert' ? 'waiting' : 'open';
}
