import {
  cardBatchPathSchema,
  cardPrintOrderSchema,
  cardPrintRequestedSchema,
  cardPrintRequestSchema,
} from '../../../../../contract/card-stock.ts';
import {
  actorOf,
  askedBy,
  ASKED_REFUSALS,
  batchOfToken,
  BATCH_REFUSALS,
  doneBy,
  PRINT,
  refuseBound,
  TAGS,
} from './stock-endpoint.ts';
import { roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

type Deps = Pick<CardRouteDeps, 'cards' | 'tokens'>;
const NO_LANE = 0;

/** `POST /v1/card-batches/:batch/print-release` */
export const requestPrintRelease = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-batches/:batch/print-release',
    summary: 'Ask a second person to release the print file of a card batch',
    description: 'Another person approves it under `/v1/approvals`; two credentials of one person are one person.',
    scope: PRINT,
    tags: TAGS,
    params: cardBatchPathSchema,
    body: cardPrintRequestSchema,
    answers: { 202: cardPrintRequestedSchema },
    refusals: [
      ...ASKED_REFUSALS,
      ...BATCH_REFUSALS,
      'cards.print.downloaded',
      'staff.approval.reference_reused',
    ] as string[],
    handler: async ({ principal, params, body, clientReference }) => {
      const named = askedBy(principal, body.reference, clientReference);
      if (!named.ok) return named;
      const { tenant, space, reference } = named.asked;
      const batch = batchOfToken(deps, params.batch);
      const request = { tenant, space, reference, batch, name: params.batch, actor: actorOf(principal) };
      const outcome = await deps.cards.requestPrint(request);
      if (!outcome.ok) return outcome;
      const { approval, state } = outcome.approval;
      return { status: 202 as const, body: { approval: deps.tokens.encode('appr', NO_LANE, approval), state } };
    },
  });

/** `POST /v1/card-batches/:batch/print-file` */
export const downloadPrint = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-batches/:batch/print-file',
    summary: 'Download the print file of a card batch, once',
    description:
      'Encrypted under the passphrase; how it is opened stands in the docs on cards. Its sha256 is in the header x-content-sha256 and stays with ' +
      'the batch. What it was made from is dropped: there is no second download, also when this one breaks off.',
    scope: PRINT,
    tags: TAGS,
    params: cardBatchPathSchema,
    body: cardPrintOrderSchema,
    answers: { 200: { file: 'application/octet-stream' } },
    refusals: [
      ...BATCH_REFUSALS,
      'cards.print.passphrase_short',
      'cards.print.layout_malformed',
      'cards.print.not_approved',
      'cards.print.downloaded',
      'cards.print.nothing',
    ] as string[],
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const who = doneBy(principal);
      const batch = batchOfToken(deps, params.batch);
      const outcome = await deps.cards.downloadPrintFile({ ...who, batch, ...body });
      if (!outcome.ok) return outcome;
      const headers = {
        'x-content-sha256': outcome.sha256,
        'content-length': String(outcome.bytes),
        'content-disposition': `attachment; filename="${params.batch}.bin"`,
        'cache-control': 'no-store',
      };
      return { status: 200 as const, body: outcome.content, headers };
    },
  });
