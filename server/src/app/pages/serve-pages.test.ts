import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../platform/http/test-server.ts';
import { servePages } from './serve-pages.ts';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-pages-`));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>page</title>');
  writeFileSync(join(folder, 'assets', 'a-1234.js'), 'export {};');
  server = await startTestServer();
  await servePages(server.app, [{ at: '/', folder }]);
});
afterAll(async () => {
  await server.app.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, accept = '*/*') => server.app.inject({ url, headers: { accept } });

describe('the pages of a web application', () => {
  test.each(['/', '/assets/a-1234.js'])('are there as they were built: %s', async (url) => {
    expect((await get(url)).statusCode).toBe(200);
  });

  test('open at every address that a browser opens as a page', async () => {
    expect((await get('/programs/club', 'text/html')).payload).toContain('<title>page</title>');
  });

  test.each([
    '//elsewhere.example/v1/sales',
    '/assets//a-1234.js',
    '/assets/../../package.json',
    '/..%2f..%2fpackage.json',
    '/assets%5ca-1234.js',
    '/a%00b',
    `/${'a'.repeat(300)}`,
    '/%zz',
    '/nothing.js',
  ])('are not at %s: that is unknown, and no bug of ours', async (url) => {
    const before = server.logged().length;
    const answer = await get(url);
    expect(answer.json()).toMatchObject({ status: 404, code: 'http.route.unknown' });
    expect(server.logged().slice(before)).not.toContain('a bug');
  });
});
