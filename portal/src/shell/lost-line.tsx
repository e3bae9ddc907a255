import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLine } from '../api/line.ts';

/** Says that the server does not answer, as long as it does not. What was typed stays where it is; what failed is asked again. */
export function LostLine() {
  const { t } = useTranslation();
  const isUp = useLine();
  const wasDown = useRef(false);
  const queries = useQueryClient();
  useEffect(() => {
    if (isUp && wasDown.current) void queries.invalidateQueries();
    wasDown.current = !isUp;
  }, [isUp, queries]);
  return (
    <div role="status" aria-live="polite">
      {!isUp && <div className="lost">{t('shell.lost')}</div>}
    </div>
  );
}
