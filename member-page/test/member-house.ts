// A house with a member who has points and a gift card, served with the page as it is built for everybody.

import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { createApi } from '../../server/src/app/api.ts';
import { buildPages } from '../../server/src/app/pages/build-pages.ts';
import { servePages } from '../../server/src/app/pages/serve-pages.ts';
import { isoFromInstant } from '../../server/src/kernel/instant.ts';
import type { DeliverySetting } from '../../server/src/rooms/delivery/index.ts';
import { makeDeliveryHouse } from '../../server/test/delivery-house.ts';

export type MemberHouse = Awaited<ReturnType<typeof makeMemberHouse>>;

/** Opens it on a free port; `secrets` are those of the wallets of phones. */
export async function makeMemberHouse(setting: Partial<DeliverySetting> = {}, secrets: Record<string, string> = {}) {
  const delivery = await makeDeliveryHouse({ setting, secrets });
  const { house } = delivery;
  await house.publish([
    {
      code: 'coffee-week',
      name: { en: 'Coffee week', es: 'Semana del café' },
      priority: 100,
      firstOn: '2020-01-01',
      effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
    },
  ]);
  const folder = await buildPages('member-page', { dataDir: tmpdir() }, () => undefined);
  const api = await createApi(house, { isReady: () => true, validateAnswers: true });
  await servePages(api, [{ at: '/m/', folder }]);
  await api.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.server.address() as AddressInfo;
  let sales = 0;
  return {
    ...delivery,
    folder,
    url: `http://localhost:${port}`,
    /** A sale to the holder of a card; gives what it answered. */
    async buy(card: string, amount: string): Promise<void> {
      const sold = await house.request('POST /v1/sales', {
        ...{ reference: `buy-${(sales += 1)}`, occurredAt: isoFromInstant(delivery.clock.now()), member: { card } },
        ...{ currency: 'EUR', lines: [{ sku: 'coffee', amount }] },
      });
      if (sold.status !== 201) throw new Error(JSON.stringify(sold.body));
    },
    /** The code in the newest text to a phone; undefined where none was sent. */
    async codeTo(phone: string): Promise<string | undefined> {
      const texts = (await delivery.outbox()).filter((one) => one.to === phone).map((one) => one.text);
      return texts.map((text) => /\b\d{6}\b/.exec(text)?.[0]).find(Boolean);
    },
    close: async () => {
      await api.close();
      await delivery.close();
    },
  };
}
