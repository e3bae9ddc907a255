import { useTranslation } from 'react-i18next';
import { isDecimal, readableDecimal } from './decimal.ts';

type QuantityProps = {
  readonly value: string;
  readonly unit?: string | undefined;
  /** Shows the plus too: of a change. */
  readonly isChange?: boolean;
};

/** The same as text, for where only words fit: `1.234,50 EUR`. */
export function useQuantityText(): (value: string, unit?: string) => string {
  const { i18n } = useTranslation();
  return (value, unit) =>
    [isDecimal(value) ? readableDecimal(value, i18n.language) : value, unit].filter(Boolean).join(' ');
}

/** An amount with its unit, in figures of one width. */
export function Quantity({ value, unit, isChange = false }: QuantityProps) {
  const { i18n } = useTranslation();
  return (
    <span className="quantity">
      {readableDecimal(value, i18n.language, isChange)}
      {unit !== undefined && <span className="unit">{unit}</span>}
    </span>
  );
}
