import { useTranslation } from 'react-i18next';
import { isZero } from '../kit/decimal.ts';
import { Day as CalendarDay } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';
import type { DayFigures } from './day.tsx';

type Held = NonNullable<DayFigures['outstanding']>[number];

/** What holders have, and what of it ends next: how much the program still owes. */
export function Outstanding({ figures }: { readonly figures: DayFigures }) {
  const { t } = useTranslation();
  const held = figures.outstanding ?? [];
  if (held.length === 0) return null;
  return (
    <Section title={t('start.outstanding')}>
      <Rows<Held>
        label={t('start.outstanding')}
        rows={held}
        keyOf={({ unit }) => unit}
        columns={[
          { head: t('start.unit'), cell: ({ unit, kind }) => `${unit} · ${t(`start.kinds.${kind}`)}` },
          { head: t('start.booked'), isFigure: true, cell: ({ booked }) => <Quantity value={booked} /> },
          { head: t('start.pending'), isFigure: true, cell: ({ pending }) => <Quantity value={pending} /> },
          {
            head: t('start.owed'),
            isFigure: true,
            cell: ({ owed }) => (isZero(owed) ? '—' : <Quantity value={owed} />),
          },
          {
            head: t('start.endsNext'),
            cell: ({ endings, unit }) =>
              endings.length === 0
                ? t('start.neverEnds')
                : endings.map(({ on, remaining }, n) => (
                    <span key={on} className="ending">
                      {n > 0 && ' · '}
                      <CalendarDay date={on} />: <Quantity value={remaining} unit={unit} />
                    </span>
                  )),
          },
        ]}
      />
    </Section>
  );
}
