import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { useDownload } from '../acts/download.ts';
import { asText, type Values } from '../acts/field.ts';
import { instantOf, todayText } from '../api/zone.ts';
import { countText } from '../kit/count.ts';
import type { CouponFile, CouponSeries } from './coupon-types.ts';

const HOLDERS = ['bearer', 'member'] as const;
const WHOMS = ['count', 'members'] as const;

const seriesPath = (program: string) => `/v1/programs/${program}/coupon-series` as const;

/** A list as somebody pastes it: a column of a sheet, or parted by commas. */
const listed = (typed: unknown): readonly string[] =>
  asText(typed)
    .split(/[\s,;]+/)
    .filter((id) => id !== '');

/** Making a series: its terms, which never change afterwards. It is there for nobody before it is published. */
export function useMakeSeries(program: string | undefined, onDone: (series: CouponSeries) => void): Act<CouponSeries> {
  const { t } = useTranslation();
  return {
    title: t('coupons.make'),
    verb: t('coupons.make'),
    what: `POST ${seriesPath(program ?? '')}`,
    changes: ['/v1/programs'],
    fields: [
      {
        ...{ name: 'code', label: t('coupons.word'), hint: t('coupons.wordHint'), isRequired: true, isMono: true },
        send: (typed) => asText(typed).trim().toUpperCase(),
        refused: /code_taken/,
      },
      {
        ...{ name: 'holder', label: t('coupons.holder'), kind: 'choice', isRequired: true, initial: 'bearer' },
        choices: HOLDERS.map((value) => ({ value, label: t(`coupons.holders.${value}`) })),
      },
      {
        ...{ name: 'usesMax', label: t('coupons.uses'), hint: t('coupons.usesHint'), kind: 'number', initial: 1 },
        isRequired: true,
      },
      {
        ...{ name: 'validFrom', label: t('coupons.from'), kind: 'instant', isRequired: true },
        initial: `${todayText()} 00:00:00`,
        ...{ send: instantOf, told: /^validFrom/ },
      },
      {
        ...{ name: 'validUntil', label: t('coupons.until'), hint: t('coupons.untilHint'), kind: 'instant' },
        ...{ send: instantOf, told: /^validUntil/ },
      },
      { name: 'days', label: t('coupons.days'), hint: t('coupons.daysHint'), kind: 'number' },
    ],
    effect: ({ code, holder, usesMax }) =>
      [
        t(`coupons.holderMeans.${asText(holder) === 'member' ? 'member' : 'bearer'}`),
        t('coupons.usesMean', { count: Number(usesMax || 1) }),
        t('coupons.wordTaken', { code: asText(code).trim().toUpperCase() || '…' }),
        t('coupons.neverChanges'),
      ].map((told) => createElement('div', { key: told }, told)),
    onDone,
  };
}

/** What can be done with a series as it stands; the one that comes next stands last. */
export function useSeriesActs(program: string, series: CouponSeries) {
  const { t } = useTranslation();
  const { code } = series;
  const path = `${seriesPath(program)}/${code}` as const;
  const changes = ['/v1/programs'];
  const isForMembers = ({ whom }: Values): boolean => series.holder === 'member' || whom === 'members';
  const howMany = (values: Values): number =>
    isForMembers(values) ? listed(values.members).length : Number(values.count || 0);
  const makeCodes: Act<CouponFile> = {
    title: t('coupons.makeCodes'),
    verb: t('coupons.makeCodes'),
    what: `POST ${path}/codes`,
    isNamed: true,
    changes,
    fields: [
      {
        ...{ name: 'whom', label: t('coupons.whom'), kind: 'choice', isRequired: true, initial: 'count' },
        choices: WHOMS.map((value) => ({ value, label: t(`coupons.whoms.${value}`) })),
        isShown: () => series.holder === 'bearer',
        send: () => undefined,
      },
      {
        ...{ name: 'count', label: t('coupons.count'), kind: 'number', isRequired: true },
        isShown: (values) => !isForMembers(values),
      },
      {
        ...{ name: 'members', label: t('coupons.members'), hint: t('coupons.membersHint'), kind: 'long' },
        ...{ isRequired: true, isMono: true, isShown: isForMembers, send: listed, told: /^members/ },
      },
      {
        ...{ name: 'reference', label: t('coupons.file'), hint: t('coupons.fileHint') },
        refused: /reference/,
      },
    ],
    effect: (values) => {
      const count = howMany(values);
      return t('coupons.codesEffect', { count, n: count === 0 ? '…' : countText(count), code });
    },
  };
  const publish: Act = {
    title: t('coupons.publish'),
    verb: t('coupons.publish'),
    what: `POST ${path}/publish`,
    changes,
    effect: () => t('coupons.publishEffect', { code }),
  };
  const withdraw: Act = {
    title: t('coupons.withdraw'),
    verb: t('coupons.withdraw'),
    what: `POST ${path}/withdraw`,
    isDangerous: true,
    changes,
    effect: () => t('coupons.withdrawEffect', { code }),
  };
  return { makeCodes, publish, withdraw };
}

/** The one download of the codes of a file. */
export function useDownloadCodes(program: string, { code }: CouponSeries): (file: CouponFile) => Act<void> {
  const { t } = useTranslation();
  const fetchFile = useDownload(['/v1/programs']);
  return ({ file, quantity }) => {
    const what = `POST ${seriesPath(program)}/${code}/codes/${file}/download` as const;
    return {
      title: t('coupons.download'),
      verb: t('coupons.download'),
      what,
      by: () => fetchFile(what, `${code}.csv`),
      effect: () => t('coupons.downloadEffect', { n: countText(quantity) }),
    };
  };
}
