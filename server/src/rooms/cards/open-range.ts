import { violatedConstraint } from '../../platform/database/database.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { refuseCode, writeSettings } from '../programs/index.ts';
import type { CardVerbDeps } from './card-deps.ts';
import { ALPHABETS, drawnLength, type Range } from './range.ts';
import { insertRange, RANGE_OVERLAP, updateRangeState } from './store/range.ts';

/** A range as told. What a type does not have is left out. */
export type RangeInput = Omit<Range, 'range' | 'tenant' | 'state'>;

const LENGTH_MIN = 8;
const LENGTH_MAX = 32;
// Fewer characters would let anybody guess a card at the first try.
const DRAWN_MIN = 4;
const PIN_LENGTH_MIN = 4;
const PIN_LENGTH_MAX = 16;
const TRACK_WORDS = /\{(?:number|serial|pin|batch)\}/g;
// ISO 7813: what a stripe can hold. Track 1 has capitals, digits and some signs in 79 characters, track 2 digits in 40.
const TRACK1 = /^[A-Z0-9 !"#$%&'()*+,\-./:;<=>?@[\\\]^_]{1,76}$/;
const TRACK2 = /^[0-9=:;<>?]{1,37}$/;

/** What is wrong with the form of a range; undefined when nothing is. */
export function rangeAgainst(input: RangeInput): string | undefined {
  const { prefix, length, charset, checkDigit, pinKind, pinLength } = input;
  if (length < LENGTH_MIN || length > LENGTH_MAX) return `length must be ${LENGTH_MIN} to ${LENGTH_MAX}`;
  if (prefix === '' || [...prefix].some((one) => !ALPHABETS[charset].includes(one)))
    return `the prefix must have ${charset} only, without I and O`;
  if (checkDigit !== 'none' && charset !== 'digits') return 'a check digit needs numbers of digits';
  if (checkDigit === 'ean13' && length !== 13) return 'an EAN-13 has 13 digits';
  if (drawnLength(input) < DRAWN_MIN) return `prefix and check digit must leave ${DRAWN_MIN} characters to draw`;
  if ((pinKind === 'none') !== (pinLength === 0)) return 'a PIN needs a length, and a length a PIN';
  if (pinLength !== 0 && (pinLength < PIN_LENGTH_MIN || pinLength > PIN_LENGTH_MAX))
    return `a PIN has ${PIN_LENGTH_MIN} to ${PIN_LENGTH_MAX} digits`;
  if (input.pinRequired && pinKind === 'none') return 'a PIN cannot be demanded where there is none';
  if ((input.type === 'gift') !== (input.unit !== undefined)) return 'gift cards, and only they, have a currency';
  if (input.face !== undefined && (input.type !== 'gift' || input.face <= 0n))
    return 'only gift cards have a face value';
  if (input.type === 'discount' && input.priceList === undefined) return 'a discount card needs its price list';
  if ((input.systemOfRecord === 'elsewhere') !== (input.processor !== undefined))
    return 'a range that is kept elsewhere, and only that, names its processor';
  return trackAgainst(input);
}

function trackAgainst({ track, charset }: RangeInput): string | undefined {
  const rest = (template: string): string => template.replace(TRACK_WORDS, '0');
  if (track.track1 !== undefined && !TRACK1.test(rest(track.track1))) return 'track 1 cannot hold this';
  if (track.track2 === undefined) return undefined;
  return charset === 'digits' && TRACK2.test(rest(track.track2)) ? undefined : 'track 2 cannot hold this';
}

/** A range as the audit chain keeps it. */
const toldOf = ({ type, prefix, length, checkDigit, pinKind, pinRequired, systemOfRecord, processor }: RangeInput) => ({
  ...{ type, prefix, length, checkDigit, pinKind, pinRequired, systemOfRecord },
  ...(processor === undefined ? {} : { processor }),
});

export type OpenRangeOutcome = Ok<{ readonly range: Range }> | Refusal;

/** Opens a range of card numbers. Refuses a form that cannot be, numbers that another range has, and a code that is taken. */
export async function openRange(
  deps: CardVerbDeps,
  tenant: number,
  input: RangeInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<OpenRangeOutcome> {
  const code = refuseCode(input.code);
  if (code) return code;
  const wrong = rangeAgainst(input);
  if (wrong !== undefined) return refuse('cards.range.malformed', { reason: wrong });
  let range: number | undefined;
  try {
    range = await writeSettings(
      deps,
      (tx) => insertRange(tx, { ...input, tenant }, deps.clock.now()),
      () => ({
        ...{ tenant, by, act: 'cards.range.opened' },
        subject: `card range ${input.code}`,
        after: toldOf(input),
      }),
    );
  } catch (error) {
    if (violatedConstraint(error) !== RANGE_OVERLAP) throw error;
    return refuse('cards.range.overlaps');
  }
  if (range === undefined) return refuse('cards.range.code_taken', { code: input.code });
  return { ok: true, range: deps.settings().range(range) };
}

/** Closes a range: nothing more is made in it; what is made goes on. Closing it again changes nothing. */
export async function closeRange(
  deps: CardVerbDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<OpenRangeOutcome> {
  const known = deps.settings().rangeByCode(tenant, code);
  if (!known) return refuse('cards.range.unknown', { code });
  if (known.state === 'closed') return { ok: true, range: known };
  await writeSettings(
    deps,
    async (tx) => {
      await updateRangeState(tx, known.range, 'closed');
      return known.range;
    },
    () => ({
      ...{ tenant, by, act: 'cards.range.closed', subject: `card range ${code}` },
      ...{ before: { state: known.state }, after: { state: 'closed' } },
    }),
  );
  return { ok: true, range: deps.settings().range(known.range) };
}
