import { Button, Drawer, Group, NavLink, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { mergeSchema, mergeWaitsSchema } from '../../../../contract/merging.ts';
import type { searchAnswerSchema } from '../../../../contract/screens.ts';
import { ActSheet, type Act } from '../../acts/act-sheet.tsx';
import { ask } from '../../api/ask.ts';
import { Failed } from '../../kit/failed.tsx';
import { useMemberChanged, type Member } from '../member-data.ts';
import { MergeEffect } from './merge-effect.tsx';

type Merged = z.infer<typeof mergeSchema> | z.infer<typeof mergeWaitsSchema>;
type Found = Extract<z.infer<typeof searchAnswerSchema>['items'][number], { is: 'member' }>;

const REASONS = ['duplicate', 'member_request', 'mistake', 'other'] as const;
const CHARACTERS_MIN = 2;
const PAUSE_MS = 200;

/** Merges another member into this one: the other is searched, then what would come along is shown in numbers, then it is asked for. */
export function MergeAct({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const changed = useMemberChanged(member.member);
  const [isChoosing, setChoosing] = useState(false);
  const [act, setAct] = useState<Act<never>>();
  const choose = (other: Found): void => {
    setChoosing(false);
    setAct(mergeOf(other));
  };
  const mergeOf = (other: Found): Act<never> => ({
    title: t('merge.title', { name: other.name || t('member.nameless') }),
    verb: t('merge.verb'),
    what: `POST /v1/members/${member.member}/merge`,
    isNamed: true,
    isDangerous: true,
    changes: ['/v1/approvals', '/v1/members'],
    fields: [
      {
        name: 'reason',
        label: t('act.reason'),
        kind: 'choice',
        isRequired: true,
        initial: REASONS[0],
        choices: REASONS.map((value) => ({ value, label: t(`merge.reasons.${value}`) })),
      },
    ],
    body: (_values, fromFields) => ({ ...fromFields, other: other.member }),
    effect: () => <MergeEffect member={member.member} other={other.member} />,
    onDone: () => void changed(),
    answer: (answer: Merged, close) => <Answered answer={answer} close={close} />,
  });
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setChoosing(true)}>
        {t('merge.open')}
      </Button>
      <Drawer
        opened={isChoosing}
        onClose={() => setChoosing(false)}
        position="right"
        size="md"
        title={t('merge.choose')}
        closeButtonProps={{ 'aria-label': t('act.close') }}
        overlayProps={{ backgroundOpacity: 0.3 }}
      >
        <ChooseMember but={member.member} onChoose={choose} />
      </Drawer>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </>
  );
}

function ChooseMember({ but, onChoose }: { readonly but: string; readonly onChoose: (found: Found) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isAsked = text.length >= CHARACTERS_MIN;
  const { data, error } = useQuery({
    queryKey: ['search', text],
    queryFn: () => ask<z.infer<typeof searchAnswerSchema>>('POST /v1/search', { body: { text } }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const found = isAsked
    ? (data?.items ?? []).filter((one): one is Found => one.is === 'member' && one.member !== but)
    : [];
  return (
    <Stack>
      <TextInput
        label={t('merge.find')}
        description={t('merge.hint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      {error && <Failed error={error} />}
      {found.map((one) => (
        <NavLink
          key={one.member}
          component="button"
          type="button"
          label={one.name || t('member.nameless')}
          description={one.phone ?? one.member}
          onClick={() => onChoose(one)}
        />
      ))}
      {isAsked && data && found.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t('merge.none')}
        </Text>
      )}
    </Stack>
  );
}

function Answered({ answer, close }: { readonly answer: Merged; readonly close: () => void }) {
  const { t } = useTranslation();
  const isWaiting = 'approval' in answer;
  return (
    <Stack>
      <Text role="status">{t(isWaiting ? 'merge.waits' : 'merge.done')}</Text>
      <Group>
        {isWaiting ? (
          <Button component={Link} to={`/approvals/${answer.approval}` as never} variant="default">
            {t('merge.toApproval')}
          </Button>
        ) : (
          <Button component={Link} to={`/operations/${answer.operation}` as never} variant="default">
            {t('merge.toMerge')}
          </Button>
        )}
        <Button onClick={close}>{t('act.close')}</Button>
      </Group>
    </Stack>
  );
}
