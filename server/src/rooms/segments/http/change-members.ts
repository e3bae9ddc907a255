import {
  segmentChangedSchema,
  segmentChangeSchema,
  segmentFileSchema,
  segmentPathSchema,
} from '../../../../../contract/segments.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { BATCH_BODY_BYTES_MAX } from '../../../platform/http/endpoint.ts';
import { oneReference } from '../../../platform/lanes/index.ts';
import type { Identity } from '../../cards/index.ts';
import type { ListChange, NamedMember } from '../change-list.ts';
import { readFile } from '../read-file.ts';
import { CHANGE_REFUSALS, roomEndpoint, segmentOf, TAGS, type SegmentRouteDeps } from './room-endpoint.ts';

const named = (identities: readonly Identity[], from: number): readonly NamedMember[] =>
  identities.map((identity, i) => ({ row: from + i, identity }));

const change = async ({ segments }: SegmentRouteDeps, asked: ListChange) => {
  const outcome = await segments.change(asked);
  if (!outcome.ok) return outcome;
  const { flaws, ...counts } = outcome.changed;
  return { status: 200 as const, body: { ...counts, flaws: [...flaws], repeated: outcome.repeated } };
};

/** `POST /v1/segments/:segment/members` */
export const changeSegmentMembers = (deps: SegmentRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/segments/:segment/members',
    summary: 'Put members into a segment and take others out',
    description: 'Tills know it with the next sale. Rows that name nobody are told and the others count.',
    scope: 'segments:write',
    tags: TAGS,
    params: segmentPathSchema,
    body: segmentChangeSchema,
    answers: { 200: segmentChangedSchema },
    refusals: CHANGE_REFUSALS,
    examples: { body: { reference: 'coffee-1', add: [{ card: '2990000000017' }], remove: [] } },
    handler: async ({ principal, params, body, clientReference }) => {
      const found = await segmentOf(deps, principal, params.segment);
      if (!found.ok) return found;
      const told = oneReference(body.reference, clientReference);
      if (!told.ok) return told;
      const { reference } = told;
      if (reference === undefined) return refuse('operation.reference_missing');
      return change(deps, {
        ...{ segment: found.segment, reference, isWhole: false, by: actorOf(principal) },
        ...{ add: named(body.add, 1), remove: named(body.remove, body.add.length + 1) },
      });
    },
  });

/** `POST /v1/segments/:segment/file` */
export const loadSegmentFile = (deps: SegmentRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/segments/:segment/file',
    summary: 'Fill a segment from a CSV file',
    description: 'All of it in one transaction; rows that name nobody are told and the others count.',
    scope: 'segments:write',
    tags: TAGS,
    params: segmentPathSchema,
    body: segmentFileSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: segmentChangedSchema },
    refusals: [...CHANGE_REFUSALS, 'segments.file.malformed'],
    examples: { body: { reference: 'coffee-file-1', csv: 'card\n2990000000017\n', isWhole: true } },
    handler: async ({ principal, params, body, clientReference }) => {
      const found = await segmentOf(deps, principal, params.segment);
      if (!found.ok) return found;
      const told = oneReference(body.reference, clientReference);
      if (!told.ok) return told;
      const { reference } = told;
      if (reference === undefined) return refuse('operation.reference_missing');
      const file = readFile(body.csv);
      if (!file.ok) return file;
      return change(deps, {
        ...{ segment: found.segment, reference, isWhole: body.isWhole, by: actorOf(principal) },
        ...{ add: file.named, remove: [], flaws: file.flaws },
      });
    },
  });
