import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { must } from '../../../test/house.ts';
import { SCOPES } from '../partners/index.ts';

// Whoever is bound to a partner or terminal sees and changes the deliveries of its own outlets, and no others.

let desk: DeliveryHouse;
let secrets: Record<'mercado' | 'farmacia' | 'playa', string>;

beforeAll(async () => {
  desk = await makeDeliveryHouse();
  const { house } = desk;
  const issue = async (input: Parameters<typeof house.partners.issueCredential>[1]) =>
    must(await house.partners.issueCredential(house.tenant, input)).secret;
  const scopes = [...SCOPES];
  secrets = {
    mercado: await issue({ name: 'mercado', partner: 'mercado', scopes }),
    farmacia: await issue({ name: 'farmacia', partner: 'farmacia', scopes }),
    playa: await issue({ name: 'playa', outlet: 'playa', terminal: 'T1', scopes }),
  };
  await house.refresh();
});
afterAll(() => desk.close());

const send = async (secret: string, extra: Record<string, unknown> = {}) => {
  const { number } = await desk.sellCard();
  const body = {
    reference: desk.reference(),
    card: { number },
    phone: desk.phone(),
    amount: '25.00',
    unit: 'EUR',
    ...extra,
  };
  const answer = await desk.request('POST /v1/gift-card-deliveries', body, { secret });
  return { answer, id: answer.body['delivery'] as unknown as string };
};
const listed = async (secret: string): Promise<string[]> => {
  const { body } = await desk.request('GET /v1/gift-card-deliveries?limit=100', undefined, { secret });
  return (body as unknown as { items: { delivery: string }[] }).items.map((one) => one.delivery);
};

test('a partner sees its own deliveries, a terminal those of its outlet, the tenant all', async () => {
  const { till, tenant } = desk.house.secrets;
  const [centro, pharmacy, playa, unplaced, whole] = await Promise.all([
    send(till),
    send(secrets.farmacia, { outlet: 'farmacia' }),
    send(secrets.playa),
    send(secrets.mercado),
    send(tenant),
  ]);
  for (const { answer } of [centro, pharmacy, playa, unplaced, whole]) expect(answer.status).toBe(202);
  const sees = async (secret: string) => (await listed(secret)).sort();
  expect(await sees(secrets.mercado)).toEqual([centro.id, playa.id, unplaced.id].sort());
  expect(await sees(secrets.farmacia)).toEqual([pharmacy.id]);
  expect(await sees(secrets.playa)).toEqual([playa.id]);
  expect(await sees(till)).toEqual([centro.id]);
  expect(await sees(tenant)).toEqual([centro.id, pharmacy.id, playa.id, unplaced.id, whole.id].sort());
  // What is another's is not there, to be seen or to be changed.
  for (const [what, secret, id] of [
    ['farmacia', secrets.farmacia, centro.id],
    ['playa', secrets.playa, centro.id],
    ['mercado', secrets.mercado, pharmacy.id],
    ['mercado', secrets.mercado, whole.id],
  ] as const) {
    for (const act of ['', '/resend', '/withdraw']) {
      const asked = await desk.request(
        `${act === '' ? 'GET' : 'POST'} /v1/gift-card-deliveries/${id}${act}`,
        undefined,
        { secret },
      );
      expect(asked, `${what} ${act}`).toMatchObject({ status: 404, body: { code: 'delivery.delivery.not_found' } });
    }
  }
  // The control: its own is.
  expect(
    (
      await desk.request(`POST /v1/gift-card-deliveries/${pharmacy.id}/withdraw`, undefined, {
        secret: secrets.farmacia,
      })
    ).status,
  ).toBe(200);
});

test('nobody sends in the name of an outlet that is not his', async () => {
  const { answer } = await send(secrets.farmacia, { outlet: 'centro' });
  expect(answer).toMatchObject({ status: 404, body: { code: 'partners.outlet.not_found' } });
});
