import { Readable } from 'node:stream';
import {
  cardFileErrorsQuery,
  cardFileErrorsSchema,
  cardFilePathSchema,
} from '../../../../../../contract/card-making.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../../platform/http/cursor.ts';
import { sayFlaw } from '../csv/flaws.ts';
import type { LineFlaw } from '../store/flaw.ts';
import type { Making } from '../making.ts';
import { BOM, CSV, csvLine, downloadAs } from './csv-text.ts';
import { fileNamed, roomEndpoint, SCOPE, TAGS, type MakingRouteDeps } from './room-endpoint.ts';

const ERRORS_AT_ONCE = 2_000;
const FROM_THE_START = { line: 0, n: -1 };

const shared = { method: 'GET', scope: SCOPE, tags: TAGS, params: cardFilePathSchema } as const;

const errorBody = (language: 'en' | 'es') => (flaw: LineFlaw) => {
  const [column = 'row'] = flaw.code.split('.');
  return { line: flaw.line, ...(column !== 'row' && { column }), code: flaw.code, message: sayFlaw(flaw, language) };
};

/** `GET /v1/card-files/:file/errors` */
export const listErrors = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-files/:file/errors',
    summary: 'List what is wrong with the rows of a file',
    query: cardFileErrorsQuery,
    answers: { 200: cardFileErrorsSchema },
    refusals: ['cards.file.unknown', 'http.cursor.malformed'],
    handler: async ({ principal, params, query, language }) => {
      const found = await fileNamed(deps, principal, params.file);
      if (!('making' in found)) return found;
      let after = FROM_THE_START;
      if (query.cursor !== undefined) {
        const decoded = decodeCursor(query.cursor, ['number', 'number']);
        if (!decoded.ok || !decoded.key.every(isSmall)) return refuse('http.cursor.malformed');
        after = { line: decoded.key[0], n: decoded.key[1] };
      }
      const flaws = await deps.making.flaws(found, after, query.limit + 1);
      const body = pageOfRows(flaws, query.limit, errorBody(language), ({ line, n }) => [line, n]);
      return { status: 200 as const, body };
    },
  });

const isSmall = (n: number): boolean => Number.isInteger(n) && n >= 0 && n < 2 ** 31;

/** `GET /v1/card-files/:file/errors.csv` */
export const downloadErrors = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-files/:file/errors.csv',
    summary: 'Download what is wrong with the rows of a file',
    answers: { 200: CSV },
    refusals: ['cards.file.unknown'],
    handler: async ({ principal, params, language }) => {
      const found = await fileNamed(deps, principal, params.file);
      if (!('making' in found)) return found;
      const body = Readable.from(errorLines(deps, found, language));
      return { status: 200 as const, body, headers: downloadAs('errors.csv') };
    },
  });

async function* errorLines(deps: MakingRouteDeps, making: Making, language: 'en' | 'es'): AsyncGenerator<string> {
  yield BOM + csvLine(['line', 'column', 'code', 'message']);
  for (let after = FROM_THE_START, size = ERRORS_AT_ONCE; size === ERRORS_AT_ONCE;) {
    const flaws = await deps.making.flaws(making, after, ERRORS_AT_ONCE);
    const lines = flaws
      .map(errorBody(language))
      .map((one) => csvLine([String(one.line), one.column ?? '', one.code, one.message]));
    if (lines.length > 0) yield lines.join('');
    size = flaws.length;
    after = flaws.at(-1) ?? after;
  }
}
