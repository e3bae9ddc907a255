import type { ReactNode } from 'react';

type ScrolledProps = { readonly label: string; readonly children: ReactNode; readonly mt?: number };

/** What may be wider than a phone: scrolled by itself, by keys too, so that the page never is. */
export const Scrolled = ({ label, children, mt }: ScrolledProps) => (
  <div className="scrolled" role="group" aria-label={label} tabIndex={0} style={{ marginTop: mt }}>
    {children}
  </div>
);
