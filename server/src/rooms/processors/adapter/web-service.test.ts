import { describe, expect, test } from 'vitest';
import type { CardNumber } from '../../../kernel/card-number.ts';
import { instant } from '../../../kernel/instant.ts';
import type { Asked, Question } from '../../../platform/outbound/index.ts';
import { standInJson, standInXml } from '../stand-in/services.ts';
import type { WebService } from '../web-service.ts';
import { listAt, textAt } from './answer-tree.ts';
import { createWebService } from './create-web-service.ts';
import { amountOf, timeOf } from './fields.ts';
import { readJson } from './read-json.ts';
import { readXml } from './read-xml.ts';
import { fillJson, fillText, fillXml } from './template.ts';

const CARD = '7000000000001234' as CardNumber;
const answered = (body: string, status = 200): Asked => ({ outcome: 'answered', status, body: Buffer.from(body) });

/** A service that is given these answers, one after another, and what it asked. */
function serviceGiven(service: WebService, ...answers: Asked[]) {
  const questions: Question[] = [];
  const port = createWebService(service, {
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(answers.shift()!);
    },
    unit: { code: 'EUR', decimals: 2 },
    timeoutMs: 1_000,
    secretHeaders: { 'x-key': 'secret' },
    waitForTurn: () => Promise.resolve(true),
  });
  return { port, questions };
}
const json = standInJson('https://example.com');

describe('an answer', () => {
  test('keeps the digits of numbers as they were sent', () => {
    const tree = readJson('{"a": {"b": [1, 90071992547409931.10]}}')!;
    expect(textAt(tree, 'a.b.1')).toBe('90071992547409931.10');
    expect(readJson('{"a": 1e3}')).toBeUndefined();
    expect(readJson('{"__proto__": {"a": "x"}}')).toEqual(new Map([['__proto__', new Map([['a', 'x']])]]));
  });

  test('in XML is read without namespaces, with attributes, and one line alone is a list too', () => {
    const tree = readXml('<s:E xmlns:s="u"><s:L id="1">5</s:L><s:M><L id="2">6</L><L id="3"/></s:M></s:E>')!;
    expect([textAt(tree, 'E.L'), textAt(tree, 'E.L.@id')]).toEqual(['5', '1']);
    expect(listAt(tree, 'E.M.L').map((one) => textAt(one, '@id'))).toEqual(['2', '3']);
    expect(listAt(tree, 'E.L')).toHaveLength(1);
    expect(listAt(tree, 'E.nothing')).toEqual([]);
  });

  test.each([
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['<!DOCTYPE a><a/>'],
    ['<a>&unknown;</a>'],
    ['<a><b></a>'],
    ['<a>'.repeat(100) + '</a>'.repeat(100)],
    ['not XML'],
    [''],
  ])('%s is no XML that is read', (text) => expect(readXml(text)).toBeUndefined());

  test.each([
    ['12.5', 1_250n],
    ['12.50', 1_250n],
    ['12.5000', 1_250n],
    ['+3', 300n],
    ['-0.01', -1n],
    ['12.505', undefined],
    ['1,250.00', undefined],
    ['', undefined],
    ['1e3', undefined],
    ['99999999999999999999', undefined],
  ])('of the amount %s is read as %s', (text, cents) => {
    expect(amountOf(text, { amounts: 'decimal', times: 'iso', decimals: 2 })).toBe(cents);
  });

  test('has its moments in one of three ways, and none without offset', () => {
    const at = instant(1_767_225_600_000_000);
    const writing = { amounts: 'decimal', decimals: 2 } as const;
    expect(timeOf('2026-01-01T01:00:00+01:00', { ...writing, times: 'iso' })).toBe(at);
    expect(timeOf('1767225600', { ...writing, times: 'epoch_seconds' })).toBe(at);
    expect(timeOf('1767225600000', { ...writing, times: 'epoch_milliseconds' })).toBe(at);
    expect(timeOf('2026-01-01T01:00:00', { ...writing, times: 'iso' })).toBeUndefined();
  });
});

describe('a question', () => {
  test('is filled in without a value becoming more than a value', () => {
    expect(fillJson({ a: '{card}', n: '{amount:number}', d: ['x{card}'] }, { card: '","b":"', amount: '12.50' })).toBe(
      '{"a":"\\",\\"b\\":\\"","n":12.50,"d":["x\\",\\"b\\":\\""]}',
    );
    expect(fillJson({ n: '{amount:number}' }, { amount: '1,"x":2' })).toBe('{"n":"1,\\"x\\":2"}');
    expect(fillXml('<a>{cursor}</a>', { cursor: '</a><b>&' })).toBe('<a>&lt;/a&gt;&lt;b&gt;&amp;</a>');
    expect(fillText('/x?c={cursor}', { cursor: 'a&b=c/../' }, encodeURIComponent)).toBe('/x?c=a%26b%3Dc%2F..%2F');
  });

  test('carries secret headers, and no card number in its address', async () => {
    const { port, questions } = serviceGiven(json, answered('{"code":"OK","balance":"1.00"}'));
    expect(await port.balance(CARD)).toEqual({ outcome: 'yes', balance: 100n });
    expect(questions[0]).toMatchObject({ url: 'https://example.com/json/balance', headers: { 'x-key': 'secret' } });
    expect(questions[0].url).not.toContain(CARD);
  });
});

describe('what a processor says', () => {
  const redeem = async (asked: Asked) => {
    const { port } = serviceGiven(json, asked);
    const told = await port.redeem!({ card: CARD, amount: 500n, reference: 'r' });
    return told.outcome === 'yes' ? told.outcome : `${told.outcome}: ${told.reason}`;
  };
  test.each<[string, Asked, string]>([
    ['yes', answered('{"code":"OK"}'), 'yes'],
    ['no', answered('{"code":"FUNDS","text":"not enough"}'), 'no: not enough'],
    ['a word that nobody knows', answered('{"code":"PENDING"}'), 'unknown: unclear'],
    ['nothing', answered(''), 'unknown: unclear'],
    ['bytes', answered('\xff\xfe'), 'unknown: unreadable'],
    ['yes under a status that says no', answered('{"code":"OK"}', 500), 'unknown: status_500'],
    ['a redirect', answered('', 302), 'unknown: status_302'],
    ['no word in time', { outcome: 'lost', why: 'timeout' }, 'unknown: timeout'],
    ['nothing since it was never asked', { outcome: 'not_sent', why: 'unreachable' }, 'not_sent: unreachable'],
    [
      'its own number in a reason',
      answered(`{"code":"FUNDS","text":"${CARD} is empty"}`),
      'no: 7000000000001234 is empty',
    ],
  ])('%s', async (_, asked, expected) => {
    const told = await redeem(asked);
    expect(told).toBe(expected.replace(CARD, '7000000000001234'.slice(0, 1) + '0'.repeat(11) + '1234'));
  });

  test('of a history half of which cannot be read is unknown', async () => {
    const items = [
      { id: '1', amount: '1.00', at: '2026-01-01T00:00:00Z' },
      { id: '2', amount: 'much', at: '' },
    ];
    const { port } = serviceGiven(json, answered(JSON.stringify({ code: 'OK', items })));
    expect(await port.transactions(CARD, undefined)).toMatchObject({ outcome: 'unknown', reason: 'unreadable' });
  });

  test('page after page is one history, and a processor that never ends it is unknown', async () => {
    const page = (id: string, next?: string) =>
      answered(JSON.stringify({ code: 'OK', items: [{ id, amount: '1.00', at: '2026-01-01T00:00:00Z' }], next }));
    const { port } = serviceGiven(json, page('1', 'a'), page('2', 'b'), page('3'));
    expect(await port.transactions(CARD, undefined)).toMatchObject({
      transactions: [{ outsideId: '1' }, { outsideId: '2' }, { outsideId: '3' }],
    });
    const endless = serviceGiven(json, ...Array.from({ length: 60 }, (_, n) => page(`${n}`, `c${n}`)));
    expect(await endless.port.transactions(CARD, undefined)).toMatchObject({ outcome: 'unknown', reason: 'too_large' });
  });

  test('in XML is the same', async () => {
    const line = '<p:Line id="1" at="2026-01-01T00:00:00Z" kind="PAY" after="9.00" ref="">-1.00</p:Line>';
    const body = `<s:Envelope><s:Body><p:code>OK</p:code><p:Lines>${line}</p:Lines></s:Body></s:Envelope>`;
    const { port, questions } = serviceGiven(standInXml('https://example.com'), answered(body));
    expect(await port.transactions(CARD, undefined)).toMatchObject({
      transactions: [{ outsideId: '1', amount: -100n, balanceAfter: 900n, kind: 'PAY' }],
    });
    expect(questions[0].body).toContain(`<card>${CARD}</card>`);
  });
});
