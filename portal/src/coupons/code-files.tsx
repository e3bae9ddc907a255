import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { countText } from '../kit/count.ts';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';
import type { CouponSeriesDetail } from './coupon-types.ts';
import { useDownloadCodes } from './series-acts.ts';

type Props = {
  readonly program: string;
  readonly series: CouponSeriesDetail;
  readonly onAct: (act: Act) => void;
};

/** The files in which codes were made: each is downloaded once, by whoever may publish. */
export function CodeFiles({ program, series, onAct }: Props) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const download = useDownloadCodes(program, series);
  const mayDownload = may(session, 'promotions:publish');
  return (
    <Section title={t('coupons.files')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t(series.files.length === 0 ? 'coupons.noFiles' : 'coupons.filesWhy')}
      </Text>
      {series.files.length > 0 && (
        <Rows
          label={t('coupons.files')}
          rows={series.files}
          keyOf={({ file }) => file}
          columns={[
            { head: t('coupons.file'), cell: ({ reference }) => reference },
            { head: t('coupons.quantity'), isFigure: true, cell: ({ quantity }) => countText(quantity) },
            { head: t('coupons.madeAt'), cell: ({ madeAt }) => <When at={madeAt} /> },
            {
              head: t('coupons.downloaded'),
              cell: (file) =>
                file.downloadedAt || !mayDownload ? (
                  <When at={file.downloadedAt} />
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => onAct(download(file) as Act)}>
                    {t('coupons.download')}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
