import { Alert, Anchor, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useTold } from './area.tsx';
import type { Text as Text_ } from './promotion-types.ts';

type Codes = readonly string[];
/** What a request to publish keeps of itself, for whoever decides about it. */
type Asked = {
  readonly program?: string;
  readonly version?: number;
  readonly wanted?: { readonly draft?: string; readonly restored?: number; readonly promotion?: string };
  readonly inForceFrom?: string;
  readonly reason?: string;
  readonly changes?: {
    readonly settings?: Codes;
    readonly added?: Codes;
    readonly removed?: Codes;
    readonly changed?: Codes;
  };
  readonly findings?: readonly (Text_ & { readonly code: string; readonly promotion: string })[];
};

/** What a yes would publish: which promotions come, go and change, and ways around the rules that a search has found. */
export function PublicationAsked({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const told = useTold();
  const { program, version, wanted, inForceFrom, reason, changes, findings = [] } = facts as Asked;
  const draft = wanted?.draft;
  const named = (codes: Codes | undefined): string => (codes ?? []).join(', ');
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [t('cards.program'), program],
          [t('promotions.version'), version],
          [
            t('promotions.draft'),
            draft && (
              <Anchor
                key="draft"
                size="sm"
                component={Link}
                to={`/promotions/drafts/${draft}` as never}
                search={{ program } as never}
              >
                {draft}
              </Anchor>
            ),
          ],
          [t('giftCards.inForceFrom'), inForceFrom ? <When key="from" at={inForceFrom} /> : t('promotions.atOnce')],
          [t('promotions.promotion'), wanted?.promotion],
          [t('promotions.restoredFrom'), wanted?.restored],
          [t('promotions.added'), named(changes?.added)],
          [t('promotions.removed'), named(changes?.removed)],
          [t('promotions.changedOnes'), named(changes?.changed)],
          [t('promotions.settings'), named(changes?.settings)],
          [t('act.reason'), reason],
        ]}
      />
      {findings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('promotions.noFindings')}
        </Text>
      ) : (
        <Alert color="yellow" title={t('promotions.findings')}>
          <List size="sm">
            {findings.map((finding) => (
              <List.Item key={finding.en}>{told(finding)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
