import { actorOf } from '../../../platform/audit.ts';
import type { z } from 'zod';
import { pageQuery } from '../../../../../contract/common.ts';
import {
  programWalletTypesPathSchema,
  walletNameSchema,
  walletTypeInputSchema,
  walletTypePageSchema,
  walletTypePathSchema,
  walletTypeSchema,
} from '../../../../../contract/points.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Validity } from '../../../kernel/validity.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import { settingsPage, type Program, type Programs } from '../../programs/index.ts';
import type { WalletType } from '../wallet-type.ts';
import { findProgram } from './read-message.ts';
import { roomEndpoint, type PointsRoom } from './room-endpoint.ts';

const walletTypeBody =
  (programs: Pick<Programs, 'settings'>, program: Program) =>
  (type: WalletType): z.input<typeof walletTypeSchema> => {
    const unit = programs.settings().unit(type.unit);
    return {
      code: type.code,
      name: type.name ?? {},
      unit: unit.code,
      spendOrder: type.spendOrder,
      pays: {
        points: formatQuantity(type.paysPoints, unit.decimals),
        money: formatQuantity(type.paysMoney, program.currency.decimals),
      },
      rules: type.rules,
      activation: type.activation,
      expiry: type.expiry,
    };
  };

/** `GET /v1/programs/:program/wallet-types` */
export const listWalletTypes = (room: PointsRoom) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/wallet-types',
    summary: 'List the wallet types of a program',
    scope: 'settings:read',
    tags: ['points'],
    params: programWalletTypesPathSchema,
    query: pageQuery,
    answers: { 200: walletTypePageSchema },
    refusals: ['programs.program.not_found', 'http.cursor.malformed'],
    handler: ({ principal, params, query }) => {
      const found = findProgram(room, principal, params.program);
      if (!found.ok) return found;
      const types = [...room.walletTypes.ofProgram(found.program.program)].sort((a, b) => (a.code < b.code ? -1 : 1));
      const cut = settingsPage(types, query, walletTypeBody(room.programs, found.program));
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });

/** Reads a wallet type of a program. Refuses whoever does not speak for the tenant, a program or unit that is not there, and a price that cannot be read. */
async function readWalletType(
  room: PointsRoom,
  principal: Principal,
  code: string,
  body: z.output<typeof walletTypeInputSchema>,
) {
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  await room.programs.refresh();
  const found = findProgram(room, principal, code);
  if (!found.ok) return found;
  const { program } = found;
  const unit = room.programs.settings().unitByCode(principal.tenant, body.unit);
  if (!unit) return refuse('programs.unit.not_found', { unit: body.unit });
  const points = parseQuantity(body.pays.points, unit.decimals);
  const money = parseQuantity(body.pays.money, program.currency.decimals);
  if (!points.ok || !money.ok || points.value === 0n) return refuse('points.wallet_type.malformed');
  const added = {
    tenant: principal.tenant,
    program: program.program,
    code: body.code,
    name: body.name,
    unit: unit.unit,
    spendOrder: body.spendOrder,
    paysPoints: points.value,
    paysMoney: money.value,
    rules: body.rules,
    activation: body.activation,
    // A fixed day is of the form that the calendar has: the schema looked.
    expiry: body.expiry as Validity,
  };
  return { ok: true as const, program, unit, added };
}

/** `POST /v1/programs/:program/wallet-types` */
export const defineWalletType = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/wallet-types',
    summary: 'Define a wallet type',
    description:
      'A wallet type never changes: what was earned under it keeps its worth and its rules. One whose points pay is a price, and waits for a ' +
      'second person.',
    scope: 'settings:write',
    tags: ['points'],
    params: programWalletTypesPathSchema,
    body: walletTypeInputSchema,
    answers: { 201: walletTypeSchema },
    refusals: [
      'partners.credential.beyond_own',
      'programs.program.not_found',
      'programs.unit.not_found',
      'points.wallet_type.malformed',
      'points.wallet_type.exists',
    ],
    examples: {
      body: {
        code: 'points',
        unit: 'PTS',
        spendOrder: 10,
        name: { en: 'Club points', es: 'Puntos del club' },
        pays: { points: '100', money: '1.00' },
        expiry: { after: { months: 12 }, roundTo: 'month' },
      },
    },
    secondPerson: {
      kind: 'points.wallet_type',
      // What the machine itself sets up, by its command line, is in nobody's hand.
      ofPersons: true,
      effect: async ({ principal, params, body }) => {
        const read = await readWalletType(room, principal, params.program, body);
        if (!read.ok) return read;
        const { program, unit, added } = read;
        const exists = room.walletTypes.byCode(program.program, body.code) !== undefined;
        // What pays nothing is worth nothing, and a code that is taken is refused at once.
        if (added.paysMoney === 0n || exists) return { ok: true };
        const pays = {
          points: `${formatQuantity(added.paysPoints, unit.decimals)} ${unit.code}`,
          money: `${formatQuantity(added.paysMoney, program.currency.decimals)} ${program.currency.code}`,
        };
        const facts = { program: program.code, walletType: body.code, pays: `${pays.points} = ${pays.money}` };
        // However little a point pays, nobody knows how many there will be.
        return { ok: true, effect: { subject: `wallet type ${body.code}`, facts: { ...facts, rules: body.rules } } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const read = await readWalletType(room, principal, params.program, body);
      if (!read.ok) return read;
      const { program, unit, added } = read;
      const decimals = { unitDecimals: unit.decimals, currencyDecimals: program.currency.decimals };
      const outcome = await room.walletTypes.define(added, decimals, actorOf(principal));
      if (!outcome.ok) return outcome as never;
      const made = room.walletTypes.of(outcome.walletType);
      return { status: 201 as const, body: walletTypeBody(room.programs, program)(made) };
    },
  });

/** `PUT /v1/programs/:program/wallet-types/:walletType/name` */
export const nameWalletType = (room: PointsRoom) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/programs/:program/wallet-types/:walletType/name',
    summary: 'Say what a wallet is called',
    description: 'What members read, by language; what is left out reads as the code. It changes nothing else.',
    scope: 'settings:write',
    tags: ['points'],
    params: walletTypePathSchema,
    body: walletNameSchema,
    answers: { 200: walletTypeSchema },
    refusals: ['partners.credential.beyond_own', 'programs.program.not_found', 'points.wallet.unknown'],
    examples: { body: { en: 'Club points', es: 'Puntos del club' } },
    handler: async ({ principal, params, body }) => {
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      await room.programs.refresh();
      const found = findProgram(room, principal, params.program);
      if (!found.ok) return found;
      const { program } = found;
      await room.walletTypes.refresh();
      const type = room.walletTypes.byCode(program.program, params.walletType);
      if (!type) return refuse('points.wallet.unknown', { walletType: params.walletType });
      await room.walletTypes.rename(type, body, actorOf(principal));
      return {
        status: 200 as const,
        body: walletTypeBody(room.programs, program)(room.walletTypes.of(type.walletType)),
      };
    },
  });
