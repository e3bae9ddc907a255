import {
  segmentChangedSchema,
  segmentChangeSchema,
  segmentFileSchema,
  segmentPathSchema,
} from '../../../../../contract/segments.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { BATCH_BODY_BYTES_MAX } from '../../../platform/http/endpoint.ts';
import { oneReference } from '../../../platform/lanes/index.ts';
import type { Identity } from '../../cards/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { ListChange, NamedMember } from '../change-list.ts';
import { readFile } from '../read-file.ts';
import type { Segment } from '../segment.ts';
import { effectOfChange, LIST } from './effect-of-change.ts';
import { CHANGE_REFUSALS, roomEndpoint, segmentOf, TAGS, type SegmentRouteDeps } from './room-endpoint.ts';

const named = (identities: readonly Identity[], from: number): readonly NamedMember[] =>
  identities.map((identity, i) => ({ row: from + i, identity }));

/** The list that is meant, and by which name of the change. Refuses a list that is not there, and a change without a name. */
async function listNamed(
  deps: SegmentRouteDeps,
  principal: Principal,
  code: string,
  told: ReturnType<typeof oneReference>,
): Promise<Ok<{ readonly segment: Segment; readonly reference: string }> | Refusal<(typeof CHANGE_REFUSALS)[number]>> {
  const found = await segmentOf(deps, principal, code);
  if (!found.ok) return found;
  if (!told.ok) return told;
  const { reference } = told;
  return reference === undefined ? refuse('operation.reference_missing') : { ...found, reference };
}

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
    description:
      'Tills know it with the next sale. Rows that name nobody are told and the others count. By hand it waits for a second person while a ' +
      'promotion that is published asks for the segment, unless people are only taken out.',
    scope: 'segments:write',
    tags: TAGS,
    params: segmentPathSchema,
    body: segmentChangeSchema,
    answers: { 200: segmentChangedSchema },
    refusals: CHANGE_REFUSALS,
    examples: { body: { reference: 'coffee-1', add: [{ card: '2990000000017' }], remove: [] } },
    secondPerson: {
      kind: LIST,
      ofPersons: true,
      effect: async ({ principal, params, body, clientReference }) => {
        const found = await listNamed(deps, principal, params.segment, oneReference(body.reference, clientReference));
        if (!found.ok) return found;
        return effectOfChange(deps, { ...found, add: named(body.add, 1), remove: body.remove.length, isWhole: false });
      },
    },
    handler: async ({ principal, params, body, clientReference }) => {
      const found = await listNamed(deps, principal, params.segment, oneReference(body.reference, clientReference));
      if (!found.ok) return found;
      const { reference } = found;
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
    description:
      'All of it in one transaction; rows that name nobody are told and the others count. By hand it waits for a second person while a ' +
      'promotion that is published asks for the segment.',
    scope: 'segments:write',
    tags: TAGS,
    params: segmentPathSchema,
    body: segmentFileSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: segmentChangedSchema },
    refusals: [...CHANGE_REFUSALS, 'segments.file.malformed'],
    examples: { body: { reference: 'coffee-file-1', csv: 'card\n2990000000017\n', isWhole: true } },
    secondPerson: {
      kind: LIST,
      ofPersons: true,
      effect: async ({ principal, params, body, clientReference }) => {
        const found = await listNamed(deps, principal, params.segment, oneReference(body.reference, clientReference));
        if (!found.ok) return found;
        const file = readFile(body.csv);
        if (!file.ok) return file;
        return effectOfChange(deps, { ...found, add: file.named, remove: 0, isWhole: body.isWhole });
      },
    },
    handler: async ({ principal, params, body, clientReference }) => {
      const found = await listNamed(deps, principal, params.segment, oneReference(body.reference, clientReference));
      if (!found.ok) return found;
      const { reference } = found;
      const file = readFile(body.csv);
      if (!file.ok) return file;
      return change(deps, {
        ...{ segment: found.segment, reference, isWhole: body.isWhole, by: actorOf(principal) },
        ...{ add: file.named, remove: [], flaws: file.flaws },
      });
    },
  });
