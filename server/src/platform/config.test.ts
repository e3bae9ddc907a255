import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('nothing set gives the standard settings', () => {
  expect(readConfig({})).toEqual({
    ok: true,
    config: {
      host: '127.0.0.1',
      port: 8080,
      dataDir: resolve('data'),
      keysFile: resolve('data/keys.json'),
      databaseUrl: undefined,
      logLevel: 'info',
      demo: true,
    },
  });
});

test('whether there shall be a demo is said by yes or no', () => {
  expect(readConfig({ DEMO: 'no' })).toMatchObject({ ok: true, config: { demo: false } });
  expect(readConfig({ DEMO: 'false' })).toEqual({ ok: false, problem: 'DEMO must be yes or no' });
});

test('an empty setting counts as absent', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({
    ok: true,
    config: { port: 8080, databaseUrl: undefined },
  });
});

test('wrong settings are named in one line', () => {
  const answer = readConfig({ PORT: '70000', DATABASE_URL: 'mysql://x', TRUSTED_PROXIES: 'all', LOG_LEVEL: 'loud' });
  expect(answer).toEqual({
    ok: false,
    problem:
      'PORT must be a whole number from 0 to 65535; DATABASE_URL must look like postgres://user:password@host:5432/database; ' +
      'TRUSTED_PROXIES must be addresses or ranges divided by commas; LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
  });
});
