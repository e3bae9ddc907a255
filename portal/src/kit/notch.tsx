import { isZero, addDecimals, negated } from './decimal.ts';
import { Quantity } from './quantity.tsx';

type NotchProps = {
  readonly before: string;
  readonly after: string;
  readonly unit?: string | undefined;
  readonly label: string;
  /** Two figures that must be the same: apart, they are shown in amber. */
  readonly mustMatch?: boolean;
};

/** Two figures side by side, as the halves of a tally stick: joined when they are equal, apart when not. */
export function Notch({ before, after, unit, label, mustMatch = false }: NotchProps) {
  const isMatch = isZero(addDecimals(before, negated(after)));
  return (
    <div className="notch-line">
      <span className="notch-label">{label}</span>
      <span className="notch" data-match={isMatch} data-warns={mustMatch && !isMatch}>
        <span className="notch-half">
          <Quantity value={before} unit={unit} />
        </span>
        <span className="notch-half">
          <Quantity value={after} unit={unit} />
        </span>
      </span>
    </div>
  );
}
