// Two people of a house whom nobody made, and a bound beyond which one needs the other.

import { SCOPES } from '../src/rooms/partners/index.ts';
import { must, type TestHouse } from './house.ts';

type Told = { readonly status: number; readonly body: Record<string, unknown> };

/** Keys of Ana and Bea, who may everything in the tenant; by hand each moves so much alone, of whichever unit. */
export async function twoPeople(house: TestHouse, upTo: number) {
  const key = async (name: string): Promise<string> => {
    const input = { name, email: `${name.toLowerCase()}@example.com` };
    const { person } = must(await house.staff.addPerson(house.tenant, input, {})).person;
    must(await house.staff.defineRole(house.tenant, { code: 'all', name: 'All', permissions: [...SCOPES] }, {}));
    must(await house.staff.grantRole(house.tenant, { person, role: 'all', where: { scope: 'tenant', place: '' } }, {}));
    return house.keyOf(house.tokens.encode('person', 0, person), SCOPES);
  };
  const [ana, bea] = [await key('Ana'), await key('Bea')];
  const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0 };
  const bounds = ['*', 'money'].map((unit) => ({ kind: '*', unit, upTo, perDay: 1_000_000 }));
  must(await house.staff.setPolicy(house.tenant, { ...rules, credentialsAreBound: false, bounds }, {}, 'two people'));
  await house.refresh();
  const ask = (what: string, body: object | undefined, secret = ana): Promise<Told> =>
    house.request(what, body, { secret });
  return {
    ana,
    bea,
    ask,
    /** Bea looks at what Ana asked for and says yes; gives what she saw, and what her yes was answered. */
    async approve({ body }: Told): Promise<{ seen: Record<string, unknown>; yes: Told }> {
      const path = `/v1/approvals/${String(body['approval'])}`;
      const seen = (await ask(`GET ${path}`, undefined, bea)).body;
      return { seen, yes: await ask(`POST ${path}/approve`, {}, bea) };
    },
  };
}
