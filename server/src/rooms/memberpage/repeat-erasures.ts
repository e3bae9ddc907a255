import { FAMILY } from '../../platform/lanes/index.ts';
import { findAmongErased, rememberPhones } from '../members/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { eraseMember, spaceOf } from './erase.ts';
import { noteErasure, readErasures, type ErasureNoted } from './erasure-list.ts';

// Of one question to the database; the list grows for ever.
const PER_QUESTION = 5_000;

/**
 * Erases again whoever a restored backup has brought back, before anybody is answered: the list beside the keys knows what the backup
 * does not. Phones of the erased go back on the guard list too, and an erasure that was cut off between booking and note is noted.
 * Gives how many were erased again.
 */
export async function repeatErasures(deps: MemberPageDeps): Promise<number> {
  const noted = readErasures(deps.erasedList);
  let again = 0;
  for (let from = 0; from < noted.length; from += PER_QUESTION) {
    const part = noted.slice(from, from + PER_QUESTION);
    const done = part.filter(({ is }) => is === 'done');
    const begun = part.filter(({ is }) => is === 'begun');
    for (const one of await findAmongErased(deps.database, begun, 'erased')) {
      noteErasure(deps.erasedList, { ...one, is: 'done' });
    }
    for (const one of await findAmongErased(deps.database, done, 'active')) {
      await eraseAgain(deps, one);
      again += 1;
    }
    await rememberPhones(
      deps.database,
      done.flatMap(({ tenant, at, phones }) => phones.map((key) => ({ tenant, key, at }))),
    );
  }
  return again;
}

async function eraseAgain(deps: MemberPageDeps, { tenant, lane, owner, at }: ErasureNoted): Promise<void> {
  const place = { lane, owner };
  const name = { space: spaceOf(place), family: FAMILY.member, reference: `restored-${at}-${deps.clock.now()}` };
  const outcome = await eraseMember(deps, { tenant, place, scope: 'restore', name });
  if (!outcome.ok) throw new Error(`an erased member could not be erased again: ${outcome.refusal}`);
}
