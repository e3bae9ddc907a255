import { describe, expect, test } from 'vitest';
import { databasePorts, findDestination, readUrl } from './destination.ts';

const resolve = (host: string): Promise<string[]> => {
  const names: Record<string, string[]> = {
    'example.com': ['93.184.215.14', '2606:2800:21f::1'],
    'inside.example.com': ['10.0.0.7'],
    'mixed.example.com': ['93.184.215.14', '127.0.0.1'],
  };
  return host in names ? Promise.resolve(names[host]) : Promise.reject(new Error('ENOTFOUND'));
};

const refusalOf = async (url: string, guard = {}): Promise<string> => {
  const found = await findDestination(url, { resolve, ...guard });
  return found.ok ? found.destination.address : found.refusal;
};

describe('the guard against addresses inside', () => {
  test.each([
    ['https://example.com/hooks', '93.184.215.14'],
    ['https://EXAMPLE.com./hooks', '93.184.215.14'],
    ['https://93.184.215.14/', '93.184.215.14'],
    ['https://[2606:2800:21f::1]/', '2606:2800:21f::1'],
    ['http://example.com/', 'webhooks.url.not_https'],
    ['ftp://example.com/', 'webhooks.url.malformed'],
    ['file:///etc/passwd', 'webhooks.url.malformed'],
    ['example.com', 'webhooks.url.malformed'],
    ['https://', 'webhooks.url.malformed'],
    [`https://example.com/${'a'.repeat(2_000)}`, 'webhooks.url.malformed'],
    ['https://user:secret@example.com/', 'webhooks.url.with_credentials'],
    ['https://127.0.0.1/', 'webhooks.url.inside'],
    ['https://127.1/', 'webhooks.url.inside'],
    ['https://0x7f000001/', 'webhooks.url.inside'],
    ['https://2130706433/', 'webhooks.url.inside'],
    ['https://0177.0.0.1/', 'webhooks.url.inside'],
    ['https://１２７.0.0.1/', 'webhooks.url.inside'],
    ['https://[::1]/', 'webhooks.url.inside'],
    ['https://[::ffff:127.0.0.1]/', 'webhooks.url.inside'],
    ['https://169.254.169.254/latest/meta-data/', 'webhooks.url.inside'],
    ['https://inside.example.com/', 'webhooks.url.inside'],
    ['https://mixed.example.com/', 'webhooks.url.inside'],
    ['https://nowhere.example.com/', 'webhooks.url.unresolved'],
    ['https://example.com:0/', 'webhooks.url.port_refused'],
    ['https://example.com:5432/', 'webhooks.url.port_refused'],
    ['https://example.com:8443/', '93.184.215.14'],
  ])('%s leads to %s', async (url, expected) => expect(await refusalOf(url)).toBe(expected));

  test('knows localhost without asking anybody', () => {
    expect(readUrl('https://localhost/', {})).toMatchObject({ refusal: 'webhooks.url.inside' });
    expect(readUrl('https://db.localhost/', {})).toMatchObject({ refusal: 'webhooks.url.inside' });
  });

  test('opens only what it is told to open, and never the port of the database', async () => {
    const guard = {
      allowAddress: (address: string) => address === '10.0.0.7',
      allowHttp: (host: string) => host === 'inside.example.com',
      refusedPorts: databasePorts('postgres://me@10.0.0.7:6543/main'),
    };
    expect(await refusalOf('http://inside.example.com/', guard)).toBe('10.0.0.7');
    expect(await refusalOf('http://example.com/', guard)).toBe('webhooks.url.not_https');
    expect(await refusalOf('https://127.0.0.1/', guard)).toBe('webhooks.url.inside');
    expect(await refusalOf('http://inside.example.com:6543/', guard)).toBe('webhooks.url.port_refused');
  });

  test('reads the port out of every form of a database address', () => {
    expect(databasePorts('postgres://me@host/main')).toEqual(new Set());
    expect(databasePorts('postgresql://me@host:6543/main')).toEqual(new Set([6543]));
    expect(databasePorts('postgresql://me@/main?host=/run/pg&port=6544')).toEqual(new Set([6544]));
    expect(databasePorts('postgresql://me:se:9@one:6545,two:6546/main')).toEqual(new Set([6545, 6546]));
    expect(databasePorts('postgresql://[::1]:6547/main')).toEqual(new Set([6547]));
  });
});
