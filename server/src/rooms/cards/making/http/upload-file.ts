import { cardFileSchema, cardFileUploadSchema } from '../../../../../../contract/card-making.ts';
import { assert } from '../../../../kernel/assert.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { FAMILY } from '../../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../../members/index.ts';
import { fileBody, separatorNamed } from './file-body.ts';
import { clientOf, rangeFor, roomEndpoint, SCOPE, TAGS, userOf, type MakingRouteDeps } from './room-endpoint.ts';

/** `POST /v1/card-files` */
export const uploadFile = (deps: MakingRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-files',
    summary: 'Upload a file of cards',
    description:
      'The body is the CSV itself. It is checked from then on; ask for its state. Nothing is made before the code that is mailed to ' +
      'the registered address was entered. The same file under the same reference is the same.',
    scope: SCOPE,
    tags: TAGS,
    query: cardFileUploadSchema,
    upload: ['text/csv', 'application/octet-stream'],
    answers: { 202: cardFileSchema },
    refusals: [
      ...NAME_REFUSALS,
      'operation.reference_reused',
      'cards.range.unknown',
      'cards.range.closed',
      'cards.file.too_large',
      'cards.file.too_many_open',
    ],
    handler: async ({ principal, query, upload, clientReference, language }) => {
      const { reference, range, mode, encoding, separator, decimalSign } = query;
      const named = nameOperation(principal, FAMILY.card, reference, clientReference);
      if (!named.ok) return named;
      if (!rangeFor(deps, principal, range)) return refuse('cards.range.unknown', { code: range });
      assert(upload, 'an endpoint of uploads is given one');
      const outcome = await deps.making.receive({
        ...{ tenant: principal.tenant, partner: clientOf(deps, principal), by: userOf(principal) },
        ...{ space: named.name.space, reference: named.name.reference, range, mode, upload },
        told: { encoding, decimalSign, separator: separator && separatorNamed(separator) },
      });
      if (!outcome.ok) return outcome;
      const body = { ...fileBody(deps, outcome.making, language), repeated: outcome.repeated };
      return { status: 202 as const, body };
    },
  });
