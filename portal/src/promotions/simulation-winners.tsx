import { Anchor, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Quantity } from '../kit/quantity.tsx';
import './promotions.css';
import type { Winners } from './simulation-types.ts';

const MONEY = 'money';

/** Who gets more and who less of one amount: how many, and the first of them by name. */
export function WinnersOf({ winners, currency }: { readonly winners: Winners; readonly currency: string }) {
  const { t } = useTranslation();
  const { amount, win, same, lose } = winners;
  const unit = amount === MONEY ? currency : amount;
  const sides = [
    [t('promotions.winMost'), winners.winMost],
    [t('promotions.loseMost'), winners.loseMost],
  ] as const;
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {unit}
      </Text>
      <div className="share" aria-hidden>
        <span className="share-good" style={{ flexGrow: win }} />
        <span style={{ flexGrow: same }} />
        <span className="share-bad" style={{ flexGrow: lose }} />
      </div>
      <div className="share-key">
        <span>
          <i className="share-good" /> {t('promotions.win', { n: win })}
        </span>
        <span>
          <i className="share-rest" /> {t('promotions.same_', { n: same })}
        </span>
        <span>
          <i className="share-bad" /> {t('promotions.lose', { n: lose })}
        </span>
      </div>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
        {sides
          .filter(([, named]) => named.length > 0)
          .map(([title, named]) => (
            <div key={title}>
              <Text size="xs" c="dimmed">
                {title}
              </Text>
              {named.map(({ owner, difference }) => (
                <div key={owner} className="notch-line">
                  <Buyer id={owner} />
                  <Quantity value={difference} unit={unit} isChange />
                </div>
              ))}
            </div>
          ))}
      </SimpleGrid>
    </div>
  );
}

/** A buyer by the name that the report knows; a member is one click away. */
const Buyer = ({ id }: { readonly id: string }) =>
  id.startsWith('mem_') ? (
    <Anchor component={Link} to={`/members/${id}` as never} size="sm" className="mono">
      {id}
    </Anchor>
  ) : (
    <Text size="sm" className="mono" truncate>
      {id}
    </Text>
  );
