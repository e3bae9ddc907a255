import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useZoneOfHouse } from '../api/outlets.ts';
import { setHomeZone, useHomeZone } from '../api/zone.ts';

/** Names, once on each page that tells a time, the zone in which it is told; and lets the whole portal know it. */
export function PageZone() {
  const { t } = useTranslation();
  const known = useZoneOfHouse();
  useEffect(() => setHomeZone(known), [known]);
  return <p className="page-zone">{t('shell.zone', { zone: useHomeZone().replaceAll('_', ' ') })}</p>;
}
