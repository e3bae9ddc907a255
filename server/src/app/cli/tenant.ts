import { Command, InvalidArgumentError, Option } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Fault } from '../../kernel/fault.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { systemClock } from '../../platform/clock.ts';
import { openDatabase, type Database } from '../../platform/database/database.ts';
import { applySchemaChanges } from '../../platform/database/schema-changes.ts';
import { borrowServer, findDatabase, type DatabaseServer } from '../../platform/database/server.ts';
import { problemOf } from '../../platform/http/problem.ts';
import { openKeys } from '../../platform/keys-file.ts';
import type { Keys } from '../../platform/keys.ts';
import { SETTINGS_POLL_MS } from '../../rooms/programs/index.ts';
import { compose, type House } from '../compose.ts';
import { admitByHand, issueByHand, openTenantByHand } from '../open-tenant.ts';
import { runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { openInstallationKeys } from './installation-keys.ts';
import { formatTable } from './table.ts';
import { WrongCall } from './wrong-call.ts';

const POOL_CONNECTIONS = 4;
const MESSAGES_SHOWN = 5;
// Who begins is known by name to whoever has the machine; a crowd is invited.
const FOUNDERS_MAX = 5;
const NEWEST = 9_223_372_036_854_775_807n;

/** `tallystick tenant …`: what only whoever has the machine may do, beside a running program or without one. */
export function tenantCommand(): Command {
  return new Command('tenant')
    .summary('open a tenant, let its first people in, issue its first key')
    .description(
      'A tenant is a company with its own programs, members and people. The API opens none: whoever has this machine does, ' +
        'beside a running program or without one. All of it stands in the audit log of the tenant.',
    )
    .addCommand(openCommand())
    .addCommand(listCommand())
    .addCommand(admitCommand())
    .addCommand(keyCommand())
    .addCommand(outboxCommand());
}

const openCommand = (): Command =>
  new Command('open')
    .summary('open a tenant')
    .description(
      'Opens a tenant with the roles that one begins with. Name the two who begin: they are administrators and may approve for each other from ' +
        'the first hour. Somebody whom "tenant admit" lets in later may approve only after three days. Prints a password for each, once.',
    )
    .argument('<code>', 'code of the tenant, as people type it when they sign in: letters, digits, hyphens')
    .requiredOption('--name <name>', 'needed: what the company is called')
    .requiredOption('--country <code>', 'needed: where phone numbers without a country are from, as ES, DE, US')
    .option('--person <who>', "who begins, once for each of two at least: 'Ana Torres <ana@acme.example>'", readPeople)
    .addOption(new Option('--language <code>', 'language of their messages').choices(['en', 'es']).default('en'))
    .action((code: string, { name, country, person = [], language }: OpenOptions) =>
      inNewHouse(async (house) => {
        const founders = person.map((one) => ({ ...one, language }));
        const input = { code, name, defaultCountry: country.toUpperCase() };
        const opened = said(house, await openTenantByHand(house, input, founders));
        console.log(`The tenant "${code}" is open.`);
        for (const { email, password } of opened.founders) console.log(`  ${email}  ${password}`);
        if (opened.founders.length > 0) {
          console.log(
            'The passwords are shown this once. At the portal each signs in, takes a password of his own and an',
          );
          console.log(
            `authenticator. Till a mail server is set, "npx tallystick tenant outbox ${code}" tells the codes.`,
          );
        }
        if (opened.founders.length > 1) return;
        console.log(
          'What moves value needs two people, and whoever comes in now approves after three days. To let one in:',
        );
        console.log(`  npx tallystick tenant admit ${code} you@example.com --name 'Your Name'`);
      }),
    );

type OpenOptions = {
  readonly name: string;
  readonly country: string;
  readonly person?: readonly NamedPerson[];
  readonly language: 'en' | 'es';
};
type NamedPerson = { readonly name: string; readonly email: string };

/** Reads `Name <address>`, one more at each call. */
function readPeople(text: string, before: readonly NamedPerson[] = []): readonly NamedPerson[] {
  const [, name, email] = /^\s*([^<>]*[^<>\s])\s*<\s*([^<>\s]+)\s*>\s*$/.exec(text) ?? [];
  if (name === undefined || email === undefined)
    throw new InvalidArgumentError(`It must look like 'Ana Torres <ana@acme.example>'.`);
  if (before.length === FOUNDERS_MAX)
    throw new InvalidArgumentError(`At most ${FOUNDERS_MAX} begin; others are let in later.`);
  return [...before, { name, email }];
}

const listCommand = (): Command =>
  new Command('list')
    .summary('list the tenants')
    .option('--json', 'print an array')
    .action(({ json }: { json?: true }) =>
      inHouse(async (house) => {
        const tenants = house.programs.settings().tenants.map(({ code, name }) => ({ code, name }));
        if (json) console.log(JSON.stringify(tenants));
        else if (tenants.length === 0) console.log('There is no tenant yet: "npx tallystick tenant open" opens one.');
        else
          console.log(
            formatTable(
              ['code', 'name'],
              tenants.map(({ code, name }) => [code, name]),
            ),
          );
      }),
    );

const admitCommand = (): Command =>
  new Command('admit')
    .summary('let a person sign in to the portal, with a new password')
    .description(
      'Lets a person in with a role in the whole tenant, and prints a password, once. Somebody who is there already gets a new password. ' +
        'Signing in asks for a code, which comes by e-mail; before a mail server is set up, "tenant outbox" shows it.',
    )
    .argument('<tenant>', 'code of the tenant')
    .argument('<email>', 'address of the person')
    .requiredOption('--name <name>', 'needed: name of the person')
    .option('--role <code>', 'role in the whole tenant', 'administrator')
    .addOption(new Option('--language <code>', 'language of messages').choices(['en', 'es']).default('en'))
    .action((code: string, email: string, options: { name: string; role: string; language: 'en' | 'es' }) =>
      inHouse(async (house) => {
        const admitted = said(house, await admitByHand(house, tenantOf(house, code), { email, ...options }));
        console.log(`${admitted.email} may sign in as ${options.role}. The password is shown this once:`);
        console.log(`  ${admitted.password}`);
        console.log(`At the portal sign in for "${code}", then take a password of your own and an authenticator.`);
        console.log(
          `Before a mail server is set, "npx tallystick tenant outbox ${code}" tells the code of the second step.`,
        );
      }),
    );

const keyCommand = (): Command =>
  new Command('key')
    .summary('issue a credential for the API')
    .description(
      'Issues a credential for the whole tenant and prints its secret, once. With --person it acts in the name of that person, approvals included. ' +
        'Tills get theirs over the API.',
    )
    .argument('<tenant>', 'code of the tenant')
    .requiredOption('--name <name>', 'needed: what it is for, as lists will show it')
    .option('--scopes <list>', 'what it may do, divided by commas; everything when left out')
    .option('--person <email>', 'in whose name it acts; in nobody’s when left out')
    .action((code: string, { name, scopes = '', person }: { name: string; scopes?: string; person?: string }) =>
      inHouse(async (house) => {
        const list = scopes.split(',').filter((scope) => scope !== '');
        const { secret } = said(house, await issueByHand(house, tenantOf(house, code), { name, scopes: list, person }));
        // A program that runs beside reads settings so often: whoever uses the key at once shall not be a stranger to it.
        await sleep(SETTINGS_POLL_MS);
        console.log(secret);
      }),
    );

const outboxCommand = (): Command =>
  new Command('outbox')
    .summary('show the newest messages that no channel took')
    .description(
      'Shows the newest messages that went to nobody because no channel is set up. The codes and links in them can be read.',
    )
    .argument('<tenant>', 'code of the tenant')
    .action((code: string) =>
      inHouse(async (house) => {
        const page = { before: NEWEST, limit: MESSAGES_SHOWN };
        const messages = await house.notifications.outbox(tenantOf(house, code), page);
        if (messages.length === 0) console.log('Nothing was sent yet.');
        for (const { madeAt, to, subject, text } of messages) {
          // An SMS has no subject.
          const head = `${isoFromInstant(madeAt).slice(0, 19)}Z  to ${to}  ${subject}`.trimEnd();
          console.log(`${head}\n${text.replace(/^/gm, '    ')}\n`);
        }
      }),
    );

/** Brings a house up over the database of this installation. A Fault where there is none yet: nothing is made. */
const inHouse = (work: (house: House) => Promise<void>): Promise<void> =>
  runCommand(async (config) => {
    const server = await borrowInstallation(config);
    await withHouse(server, (database) => openInstallationKeys(database, config), work);
  });

/** As `inHouse`; keys and schema are made where this comes before the first start. */
const inNewHouse = (work: (house: House) => Promise<void>): Promise<void> =>
  runCommand(async (config) => {
    const server = await borrowServer(findDatabase(config));
    const takeKeys = async (database: Database): Promise<Keys> => {
      await applySchemaChanges(server.url);
      const { keys, made } = await database.transaction((tx) => openKeys(tx, config.keysFile));
      if (made) console.error(`New keys were made: ${config.keysFile}. Keep a copy of that file elsewhere.`);
      return keys;
    };
    await withHouse(server, takeKeys, work);
  });

async function withHouse(
  server: DatabaseServer,
  takeKeys: (database: Database) => Promise<Keys>,
  work: (house: House) => Promise<void>,
): Promise<void> {
  const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick tenant' });
  try {
    const keys = await takeKeys(database);
    const log = pino({ level: 'warn' }, pino.destination(2));
    const house = compose({ database, keys, clock: systemClock(), log });
    try {
      await house.refresh();
      await work(house);
    } finally {
      await house.stop();
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

function tenantOf(house: House, code: string): number {
  const tenant = house.programs.settings().tenantByCode(code);
  if (!tenant) throw new WrongCall(`there is no tenant "${code}"; "npx tallystick tenant list" tells which there are`);
  return tenant.tenant;
}

/** What succeeded, or the end of the command with the sentence of the refusal. */
function said<T extends { readonly ok: true }>(house: House, outcome: T | Refusal): T {
  if (outcome.ok) return outcome;
  const { detail } = problemOf(outcome, house.catalogue);
  throw new Fault(`${detail} (${outcome.refusal})`, { retry: 'never' });
}
