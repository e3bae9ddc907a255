import { cardColumnsSchema, cardTemplatePathSchema } from '../../../../../../contract/card-making.ts';
import { COLUMNS } from '../csv/columns.ts';
import { FILE_BYTES_MAX, RECORD_CHARS_MAX, ROWS_PER_FILE_MAX } from '../csv/limits.ts';
import { COLUMN_TEXTS, templateOf } from '../csv/template.ts';
import { BOM, CSV, downloadAs } from './csv-text.ts';
import { roomEndpoint, SCOPE, TAGS } from './room-endpoint.ts';

/** `GET /v1/card-file-format` */
export const showFormat = () =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-file-format',
    summary: 'Show the columns and limits of card files',
    scope: SCOPE,
    tags: TAGS,
    answers: { 200: cardColumnsSchema },
    refusals: [],
    handler: ({ language }) => ({
      status: 200 as const,
      body: {
        columns: COLUMNS.map((name) => ({ name, isRequired: name === 'number', text: COLUMN_TEXTS[name][language] })),
        limits: { bytes: FILE_BYTES_MAX, rows: ROWS_PER_FILE_MAX, recordCharacters: RECORD_CHARS_MAX },
      },
    }),
  });

/** `GET /v1/card-file-format/:type` */
export const downloadTemplate = () =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-file-format/:type',
    summary: 'Download a template of a card file, with example rows',
    scope: SCOPE,
    tags: TAGS,
    params: cardTemplatePathSchema,
    answers: { 200: CSV },
    refusals: [],
    handler: ({ params }) => ({
      status: 200 as const,
      body: BOM + templateOf(params.type),
      headers: downloadAs(`cards-${params.type}.csv`),
    }),
  });
