import {
  cardFileCodeSchema,
  cardFileConfirmSchema,
  cardFilePathSchema,
  cardFileSchema,
} from '../../../../../../contract/card-making.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { fileBody } from './file-body.ts';
import { fileNamed, roomEndpoint, SCOPE, TAGS, userOf, type MakingRouteDeps } from './room-endpoint.ts';

const shared = { method: 'POST', scope: SCOPE, tags: TAGS, params: cardFilePathSchema } as const;

/** `POST /v1/card-files/:file/code` */
export const sendFileCode = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-files/:file/code',
    summary: 'Mail the code that lets the cards of a file be made',
    description:
      'To the registered address of the client, never to one of the request. For ten minutes, five tries, one use; an earlier code ends.',
    answers: { 202: cardFileCodeSchema },
    refusals: [
      'cards.file.unknown',
      'cards.file.not_yours',
      'cards.file.unfit_state',
      'cards.file.rows_wrong',
      'cards.contact.missing',
      'cards.code.too_many',
    ],
    handler: async ({ principal, params, language }) => {
      const found = await fileNamed(deps, principal, params.file);
      if (!('making' in found)) return found;
      const asking = { tenant: principal.tenant, making: found.making, by: userOf(principal), language };
      const outcome = await deps.making.sendCode(asking);
      if (!outcome.ok) return outcome as never;
      return { status: 202 as const, body: { sentTo: outcome.masked, expiresAt: isoFromInstant(outcome.expiresAt) } };
    },
  });

/** `POST /v1/card-files/:file/confirm` */
export const confirmFileByCode = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-files/:file/confirm',
    summary: 'Enter the code, and let the cards of a file be made',
    description:
      'A code that is wrong, late, used, of another file, user or tenant gets one answer in one time. Its answer was lost: look at the file.',
    body: cardFileConfirmSchema,
    answers: { 202: cardFileSchema },
    refusals: ['cards.code.wrong'],
    examples: { body: { code: '01234567' } },
    handler: async ({ principal, params, body, language }) => {
      // Not looked up before: a file that is not there answers like a wrong code.
      const making = deps.tokens.decode('cfile', params.file)?.id ?? 0n;
      const outcome = await deps.making.confirm({
        ...{ tenant: principal.tenant, making, by: userOf(principal), code: body.code },
      });
      if (!outcome.ok) return outcome;
      return { status: 202 as const, body: fileBody(deps, outcome.making, language) };
    },
  });

/** `POST /v1/card-files/:file/abandon` */
export const abandonFile = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-files/:file/abandon',
    summary: 'Give a file up that was not confirmed',
    answers: { 200: cardFileSchema },
    refusals: ['cards.file.unknown', 'cards.file.unfit_state'],
    handler: async ({ principal, params, language }) => {
      const found = await fileNamed(deps, principal, params.file);
      if (!('making' in found)) return found;
      await deps.making.abandon(found, userOf(principal));
      const now = await deps.making.find(principal.tenant, found.making);
      if (now?.state !== 'abandoned') return refuse('cards.file.unfit_state', { state: now?.state ?? 'gone' });
      return { status: 200 as const, body: fileBody(deps, now, language) };
    },
  });
