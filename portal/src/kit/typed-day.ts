const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/;
// The month by its name: `3 Nov 2026`, `Nov 3, 2026`.
const WORDED = /^(?:\d{1,2} \p{L}{3,}|\p{L}{3,} \d{1,2},?) \d{4}$/u;
const two = (text: string): string => text.padStart(2, '0');

/** The day of `2026-11-03`, `3/11/2026` or `Nov 3, 2026`, however it is typed, as `2026-11-03`; null where no calendar has it. */
export function typedDay(text: string): string | null {
  const typed = text.trim();
  const iso = ISO.exec(typed);
  const dayFirst = DAY_FIRST.exec(typed);
  const [year, month, day] = iso ? iso.slice(1) : dayFirst ? dayFirst.slice(1).toReversed() : [];
  if (year === undefined || month === undefined || day === undefined) {
    const at = WORDED.test(typed) ? Date.parse(`${typed} UTC`) : NaN;
    return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10);
  }
  const told = `${year}-${two(month)}-${two(day)}`;
  const at = Date.parse(`${told}T00:00:00Z`);
  // The 31st of February is read as the 3rd of March by some.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== told ? null : told;
}
