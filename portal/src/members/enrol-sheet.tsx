import { Anchor, NativeSelect, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { enrolledSchema } from '../../../contract/members.ts';
import { ask, Refused } from '../api/ask.ts';
import { ActSheet } from '../kit/act-sheet.tsx';
import { useReference } from '../member/acts/use-reference.ts';

type Enrolled = z.infer<typeof enrolledSchema>;
type Programs = { readonly items: readonly { readonly code: string; readonly name: string }[] };

/** Which refusals stand beside which field. */
const BESIDE = { phone: /phone/, card: /^cards\.|card_number/ } as const;

const sentenceBeside = (error: Error | null, field: keyof typeof BESIDE): string | undefined =>
  error instanceof Refused && BESIDE[field].test(error.problem.code) ? error.message : undefined;

const isPhone = (text: string): boolean => /^\+?[\d ().-]{5,}$/.test(text.trim());

/** A person joins a program at the desk. What was typed into the search and looks like a phone is taken along. */
export function EnrolSheet({ typed, onClose }: { readonly typed: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const reference = useReference();
  const [fields, setFields] = useState({
    ...{ phone: isPhone(typed) ? typed.trim() : '', givenName: '', familyName: '', card: '', program: '' },
  });
  const programs = useQuery({
    queryKey: ['programs'],
    queryFn: () => ask<Programs>('GET /v1/programs'),
    staleTime: 300_000,
  });
  const program = fields.program || programs.data?.items[0]?.code || '';
  const enrol = useMutation({
    mutationFn: () => {
      const { phone, givenName, familyName, card } = fields;
      const profile = { ...(givenName && { givenName }), ...(familyName && { familyName }) };
      return ask<Enrolled>('POST /v1/members', {
        body: { reference, program, channel: 'web', phone, profile, ...(card !== '' && { card }) },
      });
    },
  });
  const field = (name: 'phone' | 'givenName' | 'familyName' | 'card') => ({
    value: fields[name],
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((now) => ({ ...now, [name]: value }));
    },
  });
  const isBeside = (Object.keys(BESIDE) as (keyof typeof BESIDE)[]).some((name) => sentenceBeside(enrol.error, name));
  return (
    <ActSheet
      isOpen
      title={t('member.enrol.title')}
      verb={t('member.enrol.open')}
      onClose={onClose}
      act={{ ...enrol, error: isBeside ? null : enrol.error, mutate: () => enrol.mutate() }}
      mayConfirm={fields.phone.trim() !== '' && program !== ''}
      effect={<Text fz="sm">{t('member.enrol.effect')}</Text>}
      {...(enrol.data && { done: <Done enrolled={enrol.data} onClose={onClose} /> })}
    >
      <TextInput
        label={t('member.phone')}
        {...field('phone')}
        type="tel"
        required
        data-autofocus
        error={sentenceBeside(enrol.error, 'phone')}
      />
      <TextInput label={t('member.enrol.givenName')} {...field('givenName')} />
      <TextInput label={t('member.enrol.familyName')} {...field('familyName')} />
      <TextInput label={t('member.enrol.card')} {...field('card')} error={sentenceBeside(enrol.error, 'card')} />
      {(programs.data?.items.length ?? 0) > 1 && (
        <NativeSelect
          label={t('member.program')}
          value={program}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setFields((now) => ({ ...now, program: value }));
          }}
          data={programs.data?.items.map(({ code, name }) => ({ value: code, label: name })) ?? []}
        />
      )}
    </ActSheet>
  );
}

function Done({ enrolled, onClose }: { readonly enrolled: Enrolled; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      {t(enrolled.isNew ? 'member.enrol.done' : 'member.enrol.known')}{' '}
      <Anchor
        fz="sm"
        onClick={onClose}
        renderRoot={(props) => <Link to="/members/$member" params={{ member: enrolled.member }} {...props} />}
      >
        {t('member.enrol.show')}
      </Anchor>
    </>
  );
}
