const PERCENT = 100;

type Props = {
  /** Decimal texts: only how long a bar is drawn by them as numbers. */
  readonly whole: string;
  readonly part: string;
  readonly kept: string;
  readonly label: string;
};

/** How much of something is used, and how much is kept for somebody. */
export function ShareBar({ whole, part, kept, label }: Props) {
  const all = Number(whole) || 1;
  const width = (of: string): string => `${Math.min((Number(of) / all) * PERCENT, PERCENT)}%`;
  return (
    <div className="share" role="img" aria-label={label}>
      <span className="share-good" style={{ width: width(part) }} />
      <span className="share-kept" style={{ width: width(kept) }} />
    </div>
  );
}
