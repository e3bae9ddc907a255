/** What clocks of a zone show, as if it were UTC. */
function wallOf(at: number, zone: string): number {
  // Sweden writes dates as ISO does.
  const shown = new Date(at).toLocaleString('sv-SE', { timeZone: zone });
  return Date.parse(`${shown.replace(' ', 'T')}Z`);
}

/**
 * The moment at which clocks of the zone show `2026-03-01 10:15`: of two the first; where clocks leap over it, as long after the leap as it
 * would have been after the hour before.
 */
export function instantInZone(local: string, zone: string): Date {
  const wanted = Date.parse(`${local.replace(' ', 'T')}Z`);
  const day = 86_400_000;
  const [before, after] = [wanted - day, wanted + day].map((at) => wanted - (wallOf(at, zone) - at)) as [
    number,
    number,
  ];
  return new Date(wallOf(before, zone) === wanted ? before : wallOf(after, zone) === wanted ? after : before);
}
