import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseNetworks, type Networks } from './networks.ts';

/** One setting of the environment: what `tallystick start --help` and the operating manual print. */
export type Setting = { name: string; standard: string; text: string };

/** All settings there are, in the order in which they are shown. Nothing else is read from the environment. */
export const SETTINGS: readonly Setting[] = [
  { name: 'HOST', standard: '127.0.0.1', text: 'address to listen on' },
  { name: 'PORT', standard: '8080', text: 'port to listen on; 0 takes a free one' },
  { name: 'DATA_DIR', standard: './data', text: 'folder of everything that is kept: database, keys, demo credentials' },
  { name: 'KEYS_FILE', standard: 'DATA_DIR/keys.json', text: "the installation's keys; keep a copy elsewhere" },
  { name: 'DATABASE_URL', standard: '', text: 'PostgreSQL 15 or newer to use in place of the embedded one' },
  {
    name: 'WEBHOOK_ALLOW',
    standard: '',
    text: 'networks inside that webhooks and channels may reach, by http too: 127.0.0.1,10.0.0.0/8',
  },
  {
    name: 'TRUSTED_PROXIES',
    standard: '',
    text: 'networks of proxies in front, whose X-Forwarded-For says who asks: 127.0.0.1,10.0.0.0/8',
  },
  { name: 'DEMO', standard: 'yes', text: 'no: a first start makes no demo tenant' },
  { name: 'PAGES_DIR', standard: '', text: 'where the built pages are kept, in place of .built beside the program' },
  { name: 'LOG_LEVEL', standard: 'info', text: 'fatal, error, warn, info, debug, trace or silent' },
];

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export type Config = {
  host: string;
  port: number;
  /** Absolute. */
  dataDir: string;
  /** Absolute. */
  keysFile: string;
  /** Absent: the embedded server, or the one that `db move` wrote down in DATA_DIR/database.json. */
  databaseUrl: string | undefined;
  logLevel: LogLevel;
  /** Whether an installation without any tenant gets the demo tenant. */
  demo: boolean;
  /** Absolute. Absent: beside the program's sources, or in DATA_DIR where those may not be written. */
  pagesDir?: string | undefined;
  /** Absent: webhooks and channels reach nothing inside. */
  webhookAllow: Networks | undefined;
  /** Absent: nobody is believed about whom he asks for. */
  trustedProxies: Networks | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

const port = 'PORT must be a whole number from 0 to 65535';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, port)
    .default('8080')
    .transform(Number)
    .refine((n) => n <= 65535, port),
  DATA_DIR: z.string().default('./data'),
  KEYS_FILE: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must look like postgres://user:password@host:5432/database')
    .optional(),
  WEBHOOK_ALLOW: z
    .string()
    .refine((text) => parseNetworks(text) !== undefined, 'WEBHOOK_ALLOW must be addresses or ranges divided by commas')
    .transform(parseNetworks)
    .optional(),
  TRUSTED_PROXIES: z
    .string()
    .refine(
      (text) => parseNetworks(text) !== undefined,
      'TRUSTED_PROXIES must be addresses or ranges divided by commas',
    )
    .transform(parseNetworks)
    .optional(),
  PAGES_DIR: z.string().optional(),
  DEMO: z.enum(['yes', 'no'], { error: 'DEMO must be yes or no' }).default('yes'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
});

/** Reads the settings; a wrong one is answered with one line that names it. An empty value counts as absent. */
export function readConfig(source: Environment): { ok: true; config: Config } | { ok: false; problem: string } {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) return { ok: false, problem: parsed.error.issues.map((issue) => issue.message).join('; ') };
  const { HOST, PORT, DATA_DIR, KEYS_FILE, DATABASE_URL, LOG_LEVEL, WEBHOOK_ALLOW, TRUSTED_PROXIES, DEMO, PAGES_DIR } =
    parsed.data;
  const dataDir = resolve(DATA_DIR);
  return {
    ok: true,
    config: {
      host: HOST,
      port: PORT,
      dataDir,
      keysFile: KEYS_FILE === undefined ? join(dataDir, 'keys.json') : resolve(KEYS_FILE),
      databaseUrl: DATABASE_URL,
      logLevel: LOG_LEVEL,
      demo: DEMO === 'yes',
      pagesDir: PAGES_DIR === undefined ? undefined : resolve(PAGES_DIR),
      webhookAllow: WEBHOOK_ALLOW,
      trustedProxies: TRUSTED_PROXIES,
    },
  };
}

/** The settings of this process. */
export function loadConfig(): ReturnType<typeof readConfig> {
  return readConfig(process.env);
}

/** The credential that a command speaks with, for commands that ask an API as a till does; an empty one counts as absent. */
export function credentialOfEnvironment(): string | undefined {
  return process.env['TALLYSTICK_CREDENTIAL'] || undefined;
}

/** The environment that a program started by us inherits. */
export function inheritedEnvironment(): Environment {
  return process.env;
}
