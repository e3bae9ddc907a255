import { useTranslation } from 'react-i18next';
import { useOutlet } from '../api/outlets.ts';
import { isZero, readableDecimal } from '../kit/decimal.ts';
import { Moment } from '../kit/moment.tsx';
import { useWalletWord } from '../api/wallet-word.ts';
import type { Operation, Receipt } from './operation-data.ts';

type SlipProps = { readonly operation: Operation; readonly receipt: Receipt };

/** Points by the line that earned them: what each promotion gave, together. */
const earnedByLine = (operation: Operation): ReadonlyMap<number, number> => {
  const earned = new Map<number, number>();
  for (const { lines } of operation.sale?.promotions ?? [])
    for (const { line, points } of lines) earned.set(line, (earned.get(line) ?? 0) + Number(points));
  return earned;
};

/** The receipt as the customer saw it, each line with what it earned and what points paid of it. */
export function TillSlip({ operation, receipt }: SlipProps) {
  const { t, i18n } = useTranslation();
  const walletWord = useWalletWord();
  const outletOf = useOutlet();
  const outlet = outletOf(operation.outlet);
  const text = (value: string): string => readableDecimal(value, i18n.language);
  const earned = earnedByLine(operation);
  const total = operation.sale?.total;
  return (
    <div className="slip">
      <div>
        <strong>{outlet.name}</strong>
        <br />
        {operation.terminal}
        {receipt.receiptNumber !== undefined && ` · ${receipt.receiptNumber}`}
        {receipt.cashier !== undefined && ` · ${receipt.cashier}`}
        <br />
        <Moment at={operation.occurredAt} zone={outlet.zone} />
      </div>
      <table aria-label={t('operation.slip')} style={{ marginTop: 10 }}>
        {receipt.lines.map((line) => (
          <tbody key={line.line}>
            <tr>
              <td>
                {line.sku}
                {line.quantity !== '1' && ` × ${text(line.quantity)}`}
              </td>
              <td className="figure">{text(line.amount)}</td>
            </tr>
            {!isZero(line.discount) && <Aside words={t('operation.discount')} figure={`−${text(line.discount)}`} />}
            {!isZero(line.byPoints) && (
              <Aside words={`${t('operation.spent')}, ${t('operation.points')}`} figure={text(line.byPoints)} />
            )}
            {(earned.get(line.line) ?? 0) !== 0 && (
              <Aside
                words={t('operation.earned')}
                figure={`+${text(String(earned.get(line.line)))} ${t('operation.points')}`}
              />
            )}
            {line.back !== undefined && <Aside words={t('operation.came', { quantity: text(line.back) })} figure="" />}
          </tbody>
        ))}
        <tbody>
          {total && (
            <tr className="rule sum">
              <td>{t('operation.total')}</td>
              <td className="figure">
                {text(total.amount)} {total.unit}
              </td>
            </tr>
          )}
          {(operation.sale?.spent ?? []).map(({ walletType, points, paid }) => (
            <tr key={walletType}>
              <td>
                {walletWord(walletType)}, {text(points)} {t('operation.points')}
              </td>
              <td className="figure">{text(paid)}</td>
            </tr>
          ))}
          {receipt.tenders.map(({ kind, amount }, n) => (
            <tr key={`${kind}${n}`}>
              <td>{t([`operation.tender.${kind}`, kind])}</td>
              <td className="figure">{text(amount)}</td>
            </tr>
          ))}
          {(operation.sale?.earned ?? []).map(({ walletType, points, isPending }) => (
            <tr key={`${walletType}${isPending}`} className="sum">
              <td>
                {t('operation.earned')}, {walletWord(walletType)}
              </td>
              <td className="figure">
                +{text(points)} {t('operation.points')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Aside = ({ words, figure }: { readonly words: string; readonly figure: string }) => (
  <tr className="aside">
    <td>{words}</td>
    <td className="figure">{figure}</td>
  </tr>
);
