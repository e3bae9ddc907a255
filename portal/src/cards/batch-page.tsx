import { Alert, Anchor, Button, Progress, Text, Timeline } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Parts, Waiting } from '../acts/record.tsx';
import { Copied, When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { CardsArea } from './area.tsx';
import { useBatchActs } from './batch-acts.tsx';
import { WHILE_MAKING_MS, type CardBatchDetail, type CardRange } from './card-types.ts';
import { HandOut } from './hand-out.tsx';
import { PrintFile } from './print-file.tsx';
import { countText } from '../kit/count.ts';

const PERCENT = 100;

/** One batch: how far it is made, who has the plastic, who released the print file, what is left in stock, and how its cards are handed out. */
export function BatchPage() {
  const { t } = useTranslation();
  const { batch: id } = useParams({ strict: false }) as { batch: string };
  const asked = useThing<CardBatchDetail>(`/v1/card-batches/${id}`, {
    everyMs: (batch) => (batch?.state === 'making' ? WHILE_MAKING_MS : false),
  });
  const [act, setAct] = useState<Act>();
  const batch = asked.data;
  const acts = useBatchActs(batch);
  const ranges = useThing<{ items: readonly CardRange[] }>('/v1/card-ranges').data?.items;
  const isGift = ranges?.find(({ code }) => code === batch?.range)?.type === 'gift';
  return (
    <CardsArea>
      <Head
        title={batch ? `${batch.range} · ${countText(batch.quantity)}` : t('cards.batch')}
        state={batch?.state}
        back={{ to: '/cards/batches', label: t('cards.batches') }}
        acts={acts.map((one, n) => (
          <Button key={one.verb} variant={n === acts.length - 1 ? 'filled' : 'default'} onClick={() => setAct(one)}>
            {one.verb}
          </Button>
        ))}
      />
      {!batch && <Waiting of={asked} />}
      {batch && (
        <>
          {batch.state === 'making' && (
            <Progress
              value={(batch.made / batch.quantity) * PERCENT}
              aria-label={t('cards.madeOf', { made: batch.made, quantity: batch.quantity })}
            />
          )}
          {batch.state === 'made' && (
            <Alert color="green" variant="light">
              {t('cards.releaseNext')}
            </Alert>
          )}
          <Figures
            figures={[
              { label: t('cards.made'), value: `${countText(batch.made)} / ${countText(batch.quantity)}` },
              ...Object.entries(batch.stock).map(([state, count]) => ({
                label: t(`cards.stock.${state}`, state),
                value: countText(count),
              })),
              { label: t('cards.print'), value: t(`cards.prints.${batch.print}`) },
            ]}
          />
          <Parts
            parts={[
              { key: 'custody', label: t('cards.custody'), show: () => <Custody batch={batch} /> },
              { key: 'handOut', label: t('handOut.handOut'), show: () => <HandOut batch={batch} isGift={isGift} /> },
              { key: 'print', label: t('cards.print'), show: () => <PrintFile batch={batch} /> },
              { key: 'facts', label: t('cards.facts'), show: () => <BatchFacts batch={batch} /> },
            ]}
          />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </CardsArea>
  );
}

function Custody({ batch }: { readonly batch: CardBatchDetail }) {
  const { t } = useTranslation();
  return (
    <Timeline active={batch.custody.length} bulletSize={12} lineWidth={2}>
      <Timeline.Item title={t('state.generated')}>
        <Text size="sm" c="dimmed">
          <When at={batch.requestedAt} />
        </Text>
      </Timeline.Item>
      {batch.custody.map(({ stage, holder, by, at }) => (
        <Timeline.Item key={`${stage}${at}`} title={t(`state.${stage}`)}>
          <Text size="sm">{holder}</Text>
          <Text size="sm" c="dimmed">
            {by} · <When at={at} />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function BatchFacts({ batch }: { readonly batch: CardBatchDetail }) {
  const { t } = useTranslation();
  return (
    <Facts
      facts={[
        [t('cards.batch'), <Copied key="batch" text={batch.batch} />],
        [
          t('cards.range'),
          <Anchor key="range" component={Link} to={`/cards/ranges/${batch.range}` as never} size="sm">
            {batch.range}
          </Anchor>,
        ],
        [t('cards.source'), t(`cards.sources.${batch.source}`)],
        [
          t('cards.file'),
          batch.file && (
            <Anchor key="file" component={Link} to={`/cards/files/${batch.file.file}` as never} size="sm">
              {batch.file.reference}
            </Anchor>
          ),
        ],
        [
          t('handOut.links'),
          batch.links && (
            <span key="links">
              {t(`handOut.states.${batch.links.state}`)} · {batch.links.listName}
            </span>
          ),
        ],
        [t('cards.requested'), <When key="requested" at={batch.requestedAt} />],
        [t('cards.releasedAt'), batch.releasedAt && <When key="released" at={batch.releasedAt} />],
        [t('cards.checksum'), batch.printChecksum && <Copied key="sum" text={batch.printChecksum} />],
      ]}
    />
  );
}
