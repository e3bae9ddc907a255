import type { Cell } from './cell.ts';

const COLUMNS = [
  ['record', 'Record', 'Registro'],
  ['day', 'Day', 'Día'],
  ['at', 'When', 'Cuándo'],
  ['recorded', 'Recorded at', 'Registrado'],
  ['id', 'Operation or number in the chain', 'Operación o número en la cadena'],
  ['what', 'What', 'Qué'],
  ['subject', 'About', 'Sobre'],
  ['card', 'Card', 'Tarjeta'],
  ['receipt', 'Receipt', 'Recibo'],
  ['person', 'Person', 'Persona'],
  ['credential', 'Credential', 'Credencial'],
  ['outlet', 'Outlet', 'Local'],
  ['terminal', 'Terminal', 'Caja'],
  ['cashier', 'Cashier', 'Cajero'],
  ['reason', 'Reason', 'Motivo'],
  ['amount', 'Amount', 'Importe'],
  ['unit', 'Unit of the amount', 'Unidad del importe'],
  ['before', 'Before', 'Antes'],
  ['after', 'After', 'Después'],
  ['digest', 'Digest', 'Resumen'],
  ['head', 'Chain', 'Cadena'],
] as const;

type Name = (typeof COLUMNS)[number][0];

/** What a row of a trail says; what an act or an operation does not have stays empty. */
export type TrailRow = { readonly record: 'act' | 'operation' } & { readonly [Key in Name]?: Cell | undefined };

/** The headings of a trail. */
export const trailHeadings = (language: 'en' | 'es'): string[] =>
  COLUMNS.map(([, en, es]) => (language === 'en' ? en : es));

/** A row in the order of the columns. */
export const trailCells = (row: TrailRow): Cell[] => COLUMNS.map(([name]) => row[name] ?? '');
