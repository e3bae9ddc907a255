import type { DescribedLine } from '../describe-lines.ts';
import type { Cell } from './cell.ts';

const COLUMNS = [
  ['operation', 'Operation', 'Operación'],
  ['kind', 'Kind', 'Tipo'],
  ['occurredAt', 'Occurred at', 'Ocurrió'],
  ['recordedAt', 'Recorded at', 'Registrada'],
  ['bookedOn', 'Business day', 'Día contable'],
  ['outlet', 'Outlet', 'Local'],
  ['terminal', 'Terminal', 'Caja'],
  ['cashier', 'Cashier', 'Cajero'],
  ['member', 'Member', 'Socio'],
  ['card', 'Card', 'Tarjeta'],
  ['cardRange', 'Card range', 'Rango de tarjetas'],
  ['receiptNumber', 'Receipt number', 'Número de recibo'],
  ['origin', 'Origin', 'Origen'],
  ['state', 'Since then', 'Desde entonces'],
  ['promotions', 'Promotions', 'Promociones'],
  ['walletTypes', 'Wallet types', 'Tipos de monedero'],
  ['amount', 'Amount', 'Importe'],
  ['amountUnit', 'Unit of the amount', 'Unidad del importe'],
  ['unit', 'Unit', 'Unidad'],
  ['earned', 'Earned', 'Ganado'],
  ['spent', 'Spent', 'Gastado'],
  ['loaded', 'Loaded', 'Cargado'],
  ['expired', 'Expired', 'Caducado'],
  ['changed', 'Change', 'Cambio'],
] as const;

/** The headings of a file. */
export const headings = (language: 'en' | 'es'): string[] => COLUMNS.map(([, en, es]) => (language === 'en' ? en : es));

const decimal = (text: string | undefined): Cell => (text === undefined ? '' : { decimal: text });

/** The rows of an operation: one for each unit that it moved. Its amount stands on the first, so that a column adds up. */
export function rowsOf(line: DescribedLine): Cell[][] {
  const frame: Cell[] = [
    ...[line.operation, line.kind, line.occurredAt, line.recordedAt, line.bookedOn],
    ...[line.outlet, line.terminal, line.cashier, line.member, line.card, line.cardRange].map((text) => text ?? ''),
    ...[line.receiptNumber ?? '', line.origin, line.state ?? '', line.promotions.join(' '), line.walletTypes.join(' ')],
  ];
  const figures = line.figures.length > 0 ? line.figures : [undefined];
  return figures.map((one, n) => [
    ...frame,
    ...(n === 0 ? [decimal(line.amount?.amount), line.amount?.unit ?? ''] : ['', '']),
    one?.unit ?? '',
    ...[one?.earned, one?.spent, one?.loaded, one?.expired, one?.changed].map(decimal),
  ]);
}
