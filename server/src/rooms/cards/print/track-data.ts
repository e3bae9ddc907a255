import type { TrackTemplates } from '../range.ts';
import type { Printed } from './print-chunk.ts';

const filled = (template: string | undefined, words: Readonly<Record<string, string>>): string =>
  template === undefined ? '' : template.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');

/**
 * What goes on the magnetic stripe, by the range's templates, with the start and end marks of ISO 7813: `%…?` on track 1, `;…?` on track 2.
 * Empty where the range has no such track. The check character is the encoder's.
 */
export function trackData(
  { track1, track2 }: TrackTemplates,
  { serial, number, pin = '' }: Printed,
  batch: string,
): { readonly track1: string; readonly track2: string } {
  const words = { serial: String(serial), number, pin, batch };
  return {
    track1: track1 === undefined ? '' : `%${filled(track1, words)}?`,
    track2: track2 === undefined ? '' : `;${filled(track2, words)}?`,
  };
}
