import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Staff } from '../../staff/index.ts';
import type { Batch } from '../batch.ts';
import type { CardMaking, Distribution } from '../making/index.ts';
import { linksFileName } from '../making/http/list-links.ts';
import { fileToken } from '../making/http/room-endpoint.ts';
import type { CardRouteDeps } from './room-endpoint.ts';
import { batchToken } from './stock-endpoint.ts';

/** What a batch is told about by others: absent where the room stands alone. */
export type BatchSlots = {
  readonly distribution?: Pick<Distribution, 'about'>;
  readonly making?: Pick<CardMaking, 'fileOfBatch'>;
  readonly staff?: Pick<Staff, 'namesOf'>;
};

/** Of which file a batch was made, and its links: whether they are open, since when, by whom, and where their list is. */
export async function batchSlots(deps: Pick<CardRouteDeps, 'cards' | 'tokens'> & BatchSlots, batch: Batch) {
  const { tenant } = batch;
  const [file, links] = await Promise.all([
    deps.making?.fileOfBatch(tenant, batch.batch),
    deps.distribution?.about(tenant, batch.batch),
  ]);
  const token = batchToken(deps, batch.batch);
  const person = links?.openedBy.person;
  const name = person === undefined ? undefined : (await deps.staff?.namesOf(tenant, [person]))?.get(person);
  return {
    ...(file && { file: { file: fileToken(deps.tokens, file.making), reference: file.reference } }),
    ...(links && {
      links: {
        state: links.state,
        openedAt: isoFromInstant(links.openedAt),
        until: isoFromInstant(links.expiresAt),
        openedBy: {
          credential: deps.tokens.encode('cred', 0, links.openedBy.credential),
          ...(person !== undefined && { person: deps.tokens.encode('person', 0, person) }),
          ...(name !== undefined && { name }),
        },
        ...(links.revokedAt !== undefined && { revokedAt: isoFromInstant(links.revokedAt) }),
        ended: {
          claimed: links.ended.claimed ?? 0,
          declined: links.ended.declined ?? 0,
          revoked: links.ended.revoked ?? 0,
        },
        list: `/v1/card-batches/${token}/links.csv`,
        listName: linksFileName(deps.cards.settings().range(batch.range).code, token),
      },
    }),
  };
}
