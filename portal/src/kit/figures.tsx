import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

export type Figure = {
  readonly label: string;
  /** Undefined while it is on its way. */
  readonly value: ReactNode;
  readonly note?: ReactNode;
};

/** Three to five figures in a row: what a record comes down to. */
export const Figures = ({ figures }: { readonly figures: readonly Figure[] }) => (
  <dl className="figures">
    {figures.map(({ label, value, note }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>
          {value === undefined ? <Skeleton h={26} w={90} /> : value}
          {note !== undefined && <small>{note}</small>}
        </dd>
      </div>
    ))}
  </dl>
);
