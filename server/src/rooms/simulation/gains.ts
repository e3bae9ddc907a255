type ByWallet = Map<string, bigint>;

/** What each owner gets more under the draft, by lane and owner: counted for very many, and named only at the end. */
export class Gains {
  private readonly lanes = new Map<number, Map<bigint, ByWallet>>();

  of(lane: number, owner: bigint): ByWallet {
    let ofLane = this.lanes.get(lane);
    if (ofLane === undefined) this.lanes.set(lane, (ofLane = new Map()));
    let gains = ofLane.get(owner);
    if (gains === undefined) ofLane.set(owner, (gains = new Map()));
    return gains;
  }

  /** Puts everything where tallies have it, and forgets it. */
  into(owners: Map<string, Map<string, bigint>>, people: Set<string>): void {
    for (const [lane, ofLane] of this.lanes) {
      for (const [owner, amounts] of ofLane) {
        const name = `${lane}/${owner}`;
        people.add(name);
        for (const [wallet, more] of amounts) if (more !== 0n) ownersOf(owners, wallet).set(name, more);
      }
    }
    this.lanes.clear();
  }
}

const ownersOf = (owners: Map<string, Map<string, bigint>>, wallet: string): Map<string, bigint> => {
  let ofWallet = owners.get(wallet);
  if (ofWallet === undefined) owners.set(wallet, (ofWallet = new Map()));
  return ofWallet;
};
