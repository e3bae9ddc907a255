import { Button, Group, NavLink, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTold } from './area.tsx';
import { PromotionForm } from './promotion-form.tsx';
import { todayText } from '../api/zone.ts';
import { type Content, type Draft, type Promotion } from './promotion-types.ts';
import { Day } from '../kit/moment.tsx';

const NEW_PRIORITY = 100;
/** From so many on a list is searched rather than read. */
const SEARCHED_FROM = 12;
/** More than these nobody scrolls through; a search finds the others. */
const LISTED_MAX = 200;

type Props = {
  readonly content: Content;
  readonly problems: Draft['problems'];
  readonly onChange: (content: Content) => void;
};

/** The promotions of a draft on the left, the chosen one beside them. */
export function DraftEditor({ content, problems, onChange }: Props) {
  const { t } = useTranslation();
  const promotions = content.promotions ?? [];
  const [chosen, setChosen] = useState(0);
  const put = (next: readonly Promotion[]): void => onChange({ ...content, promotions: next });
  const add = (): void => {
    const taken = new Set(promotions.map(({ code }) => code));
    let n = promotions.length + 1;
    while (taken.has(`promotion-${n}`)) n++;
    put([...promotions, { code: `promotion-${n}`, priority: NEW_PRIORITY, firstOn: todayText(), effects: [] }]);
    setChosen(promotions.length);
  };
  const one = promotions[chosen];
  const here = `promotions[${chosen}]`;
  return (
    <div className="editor">
      <PromotionList promotions={promotions} problems={problems} chosen={chosen} onChosen={setChosen} onAdd={add} />
      {one ? (
        <PromotionForm
          key={chosen}
          promotion={one}
          problems={problems
            .filter(({ place }) => place === here || place.startsWith(`${here}.`))
            .map((problem) => ({ ...problem, place: problem.place.slice(here.length + 1) }))}
          groups={((content.groups ?? []) as readonly { code: string }[]).map(({ code }) => code)}
          onChange={(next) => put(promotions.map((old, n) => (n === chosen ? next : old)))}
          onRemove={() => {
            put(promotions.filter((_, n) => n !== chosen));
            setChosen(0);
          }}
        />
      ) : (
        <Text c="dimmed">{t('promotions.choose')}</Text>
      )}
    </div>
  );
}

type ListProps = {
  readonly promotions: readonly Promotion[];
  readonly problems: Draft['problems'];
  readonly chosen: number;
  readonly onChosen: (n: number) => void;
  readonly onAdd: () => void;
};

function PromotionList({ promotions, problems, chosen, onChosen, onAdd }: ListProps) {
  const { t } = useTranslation();
  const told = useTold();
  const [sought, setSought] = useState('');
  const words = sought.trim().toLowerCase();
  const found = promotions
    .map((promotion, n) => ({ promotion, n, name: told(promotion.name) || promotion.code }))
    .filter(({ promotion, n, name }) => n === chosen || `${promotion.code} ${name}`.toLowerCase().includes(words));
  return (
    <Stack gap="xs">
      {promotions.length >= SEARCHED_FROM && (
        <TextInput
          size="xs"
          aria-label={t('promotions.findOne')}
          placeholder={t('promotions.findOne')}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      )}
      <Stack gap={0} className="editor-list">
        {found.slice(0, LISTED_MAX).map(({ promotion, n, name }) => (
          <NavLink
            key={n}
            component="button"
            type="button"
            active={n === chosen}
            label={name}
            description={
              <>
                <Day date={promotion.firstOn} />
                {promotion.lastOn && (
                  <>
                    {' – '}
                    <Day date={promotion.lastOn} />
                  </>
                )}
              </>
            }
            onClick={() => onChosen(n)}
            rightSection={problems.some(({ place }) => place.startsWith(`promotions[${n}]`)) ? '!' : undefined}
          />
        ))}
      </Stack>
      <Group>
        <Button size="xs" variant="default" onClick={onAdd}>
          {t('promotions.add')}
        </Button>
      </Group>
    </Stack>
  );
}
