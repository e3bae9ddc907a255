import { describe, expect, test } from 'vitest';
import { complaint, deliveryReport } from '../../../test/mail-reports.ts';
import { readMailReport } from './read-mail-report.ts';

const NAME = 'msg_0123456789abcdefghjkmnpqrs';
const read = (mail: string) => readMailReport(Buffer.from(mail, 'latin1'));

describe('a delivery status notification', () => {
  test.each([
    ['gone', 'failed', '5.1.1', 'smtp; 550 5.1.1 <x@example.com>: no such user'],
    ['gone', 'failed', '5.1.1', undefined],
    ['gone', 'failed', '5.2.1', 'smtp; 550 5.2.1 mailbox disabled'],
    ['gone', 'failed', '5.0.0', 'smtp; 550 mailbox unavailable'],
    // What the diagnosis says in numbers goes before the status that the reporter made of it.
    ['gone', 'failed', '5.0.0', 'smtp; 550-5.1.1 The email account does not exist'],
    ['refused', 'failed', '5.0.0', 'smtp; 550 5.7.1 rejected by policy'],
    ['refused', 'failed', '5.2.2', 'smtp; 552 5.2.2 mailbox full'],
    ['refused', 'failed', '5.0.0', 'smtp; 554 transaction failed'],
    ['refused', 'failed', '5.0.0', undefined],
    ['later', 'delayed', '4.4.1', 'smtp; 451 4.4.1 connection timed out'],
    ['later', 'failed', '4.4.7', 'smtp; 451 4.4.7 message expired'],
    ['later', 'delivered', '2.0.0', undefined],
    ['later', 'relayed', '2.0.0', undefined],
    ['later', 'failed', 'nonsense', undefined],
  ])('means %s: %s %s %s', async (means, action, status, diagnostic) => {
    const report = await read(deliveryReport({ name: NAME, action, status, diagnostic }));
    expect(report).toMatchObject({ is: 'bounce', names: [NAME], means });
  });

  test('is read where the mail comes back whole, as headers alone, folded, and in base64', async () => {
    for (const returned of ['message/rfc822', 'text/rfc822-headers'] as const)
      for (const isFolded of [false, true])
        for (const isBase64 of [false, true])
          expect(
            await read(deliveryReport({ name: NAME, action: 'failed', status: '5.1.1', returned, isFolded, isBase64 })),
            JSON.stringify({ returned, isFolded, isBase64 }),
          ).toMatchObject({ is: 'bounce', names: [NAME], means: 'gone', status: '5.1.1' });
  });
});

test('a report that a mailbox hands on within another container is read too, by \\n alone as well', async () => {
  const bounce = deliveryReport({ name: NAME, action: 'failed', status: '5.1.1' });
  const wrapped = `Subject: Fwd\r\nContent-Type: multipart/mixed;\r\n boundary=outer\r\n\r\n--outer\r\n${bounce}\r\n--outer--\r\n`;
  expect(await read(wrapped)).toMatchObject({ means: 'gone' });
  expect(await read(wrapped.replaceAll('\r\n', '\n'))).toMatchObject({ means: 'gone' });
  const quoted = bounce.replace(
    'Content-Type: message/delivery-status',
    '$&\r\nContent-Transfer-Encoding: quoted-printable',
  );
  expect(await read(quoted.replace('Status: 5.1.1', 'Status: 5=2E1=\r\n.1'))).toMatchObject({ status: '5.1.1' });
});

describe('a notification that brings nothing of the e-mail back', () => {
  const own = `bounces+${NAME}@acme.example`;
  const bare = { name: NAME, action: 'failed', status: '5.1.1', returned: 'none' } as const;

  test.each(['To', 'Delivered-To', 'X-Original-To', 'Envelope-To'])(
    'is known by the address that it came to, as %s has it',
    async (field) => {
      const mail = deliveryReport(bare).replace('To: bounces@acme.example', `${field}: <${own}>`);
      expect(await read(mail)).toMatchObject({ is: 'bounce', names: [NAME], means: 'gone', status: '5.1.1' });
      expect(await read(mail.replace(own, own.toUpperCase()))).toMatchObject({ names: [NAME] });
    },
  );

  test('is about nothing where that address has no name, or a malformed one', async () => {
    for (const to of ['bounces@acme.example', `${NAME}@acme.example`, `bounces+${NAME}x@acme.example`, '', '+@'])
      expect(await read(deliveryReport({ ...bare, to })), to).toBeUndefined();
  });

  test('and one that does comes with both names, the returned one first', async () => {
    const other = `${NAME.slice(0, -1)}t`;
    const to = `bounces+${other}@acme.example`;
    expect(await read(deliveryReport({ ...bare, to, returned: 'message/rfc822' }))).toMatchObject({
      names: [NAME, other],
    });
    const renamed = deliveryReport({ ...bare, to: own, returned: 'message/rfc822' });
    expect(await read(renamed.replace(`Message-ID: <${NAME}@`, 'Message-ID: <0100018c-relay@'))).toMatchObject({
      names: ['0100018c-relay', NAME],
    });
  });

  test('as a complaint is known by the address that the e-mail came from', async () => {
    expect(await read(complaint({ name: undefined, mailFrom: own }))).toEqual({ is: 'complaint', names: [NAME] });
    expect(await read(complaint({ name: undefined, mailFrom: 'club@acme.example' }))).toBeUndefined();
  });

  test('for machines means nothing: somebody is away, and his mailbox says so to that very address', async () => {
    const away = `From: lucia@example.com\r\nTo: ${own}\r\nAuto-Submitted: auto-replied\r\n\r\nI am away: 550 5.1.1`;
    expect(await read(away)).toBeUndefined();
  });
});

test.each([
  ['abuse', 'complaint'],
  ['fraud', 'complaint'],
  ['not-spam', undefined],
  ['virus', undefined],
])('feedback of type %s is %s', async (type, is) => {
  expect((await read(complaint({ name: NAME, type })))?.is).toBe(is);
});

describe('anything else means nothing:', () => {
  const nested = (depth: number): string =>
    depth === 0
      ? 'x'
      : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n`;
  const bounce = deliveryReport({ name: NAME, action: 'failed', status: '5.1.1' });
  test.each([
    ['nothing', ''],
    ['an answer of a person', 'From: a@b.example\r\nSubject: Re\r\n\r\n550 5.1.1 no such user'],
    ['a report without the mail it is about', bounce.replace(/Message-ID: <msg_[^>]+>/, 'X-Other: 1')],
    ['a Message-ID in the text of the returned mail only', bounce.replace(/Message-ID: <msg_[^>]+>\r\n/, '\r\n$&')],
    ['a report without an action', bounce.replace(/Action: failed\r\n/, '')],
    ['a broken boundary', bounce.replaceAll('--report', '--other')],
    ['bytes', '\0\x01\xff'.repeat(1_000)],
    ['containers within containers', nested(400)],
    ['a thousand parts', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1_000)}--b--`],
    ['a boundary that is an expression', bounce.replaceAll('report"', '.*"')],
    ['mails within mails', `Content-Type: message/rfc822\r\n\r\n`.repeat(200)],
  ])('%s', async (_, mail) => {
    expect(await read(mail)).toBeUndefined();
  });
});
