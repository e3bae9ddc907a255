import { addSeconds, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { referenceBytes } from '../../platform/lanes/index.ts';
import { drawBarcode } from './barcode.ts';
import type { DeliveryDeps, GiftCard } from './deps.ts';
import { idOf, nameOf } from './names.ts';
import type { Device } from './store/device.ts';
import { insertCode, useCode } from './store/dynamic-code.ts';
import { findHoldingOfCard, type Holding } from './store/holding.ts';
import { findSetting, programsWithCodes } from './store/setting.ts';

/** The longest that a code lives (issue 3). A screenshot that is passed on comes too late, or second. */
export const CODE_SECONDS = 60;

/** A code to show at a till. */
export type ShownCode = { readonly code: string; readonly svg: string; readonly expiresAt: Instant };

export type ShowCodeOutcome =
  | Ok<{ readonly shown: ShownCode }>
  | Refusal<'delivery.code.not_offered' | 'delivery.card.not_held'>;

/**
 * Makes a code for a card that the device's phone holds: of a minute, for one use, bound to the device. Refuses where the program
 * shows the card itself, and a card that is not active or waits for its new number.
 */
export async function showCode(deps: DeliveryDeps, device: Device, holding: Holding): Promise<ShowCodeOutcome> {
  const { tenant, program, lane, card } = holding;
  const kept = await findSetting(deps.database, tenant, program);
  if (!kept?.setting.dynamicCodes) return refuse('delivery.code.not_offered');
  const shown = holding.isSettled ? await deps.giftCards.show(tenant, holding) : undefined;
  if (shown?.state !== 'active') return refuse('delivery.card.not_held');
  const expiresAt = addSeconds(deps.clock.now(), CODE_SECONDS);
  const id = await insertCode(deps.database, {
    tenant,
    lane,
    card,
    device: device.device,
    holding: holding.holding,
    expiresAt,
  });
  const code = nameOf(deps.tokens, 'code', id);
  const drawn = await drawBarcode(code, 'qr', 'svg');
  return { ok: true, shown: { code, svg: drawn.ok ? String(drawn.image) : '', expiresAt } };
}

export type UseCodeOutcome = Ok<{ readonly card: GiftCard }> | Refusal<'delivery.code.unusable'>;

/** A code as a till uses it. `usedBy` names the operation for which. */
export type CodeToUse = { readonly code: string; readonly usedBy: string; readonly terminal: number };

/**
 * Uses a code up, for a till, which may then pay with the card once within a minute. A repeat under the same name is answered alike and
 * proves nothing anew; everybody else's is refused. One refusal for a code that never was, has run out, was used, whose device has
 * ended, or whose card left the phone.
 */
export async function useShownCode(
  deps: DeliveryDeps,
  tenant: number,
  { code, usedBy, terminal }: CodeToUse,
): Promise<UseCodeOutcome> {
  const id = idOf(deps.tokens, 'code', code);
  if (id === undefined) return refuse('delivery.code.unusable');
  const used = await useCode(deps.database, {
    ...{ code: id, tenant, usedBy: referenceBytes(usedBy), now: deps.clock.now() },
  });
  const card = used && (await deps.giftCards.show(tenant, used));
  if (!used || card?.state !== 'active') return refuse('delivery.code.unusable');
  // A repeat writes it too: whoever died between the use and this is answered by it. It is the same proof, of the same moment.
  if (used.isAlive) {
    const { lane, usedAt: at } = used;
    await deps.giftCards.keepProof({ tenant, terminal, lane, card: used.card, code: id, at });
  }
  return { ok: true, card };
}

const SETTING_READ_AGAIN_SECONDS = 1;

/**
 * Makes the question whether a card is on a phone that shows codes only: then a till takes no number of it. Which programs ask for
 * codes is read once a second, so that the tills of all others pay nothing for the question.
 */
export function createCodeQuestion({ database, clock }: Pick<DeliveryDeps, 'database' | 'clock'>) {
  let readAt = 0;
  let programs: Promise<ReadonlySet<number>> = Promise.resolve(new Set<number>());
  return async (card: {
    readonly tenant: number;
    readonly program: number;
    readonly lane: number;
    readonly card: bigint;
  }): Promise<boolean> => {
    const now = clock.now();
    if (now >= addSeconds(readAt as Instant, SETTING_READ_AGAIN_SECONDS)) {
      readAt = now;
      programs = programsWithCodes(database);
      // One that could not be read is read again by the next who asks.
      programs.catch(() => (readAt = 0));
    }
    if (!(await programs).has(card.program)) return false;
    return (await findHoldingOfCard(database, card)) !== undefined;
  };
}
