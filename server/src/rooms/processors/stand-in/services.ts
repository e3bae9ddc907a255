import type { WebService } from '../web-service.ts';

const verdict = (path: string) => ({ path, yes: ['OK'], no: ['NO', 'NO_CARD', 'FUNDS', 'NO_PAYMENT', 'UNDONE'] });

/** How the stand-in is asked in JSON. `readsOnly`: it is asked for balance and history alone. */
export function standInJson(
  url: string,
  options: {
    readonly onUnknown?: WebService['onUnknown'];
    readonly readsOnly?: boolean;
    /** It pays what is there, where that is less. */
    readonly partial?: 'by_caller' | 'always';
  } = {},
): WebService {
  const call = { method: 'POST', verdict: verdict('code'), reason: 'text' } as const;
  return {
    url: `${url}/json`,
    format: 'json',
    headers: {},
    amounts: 'decimal',
    times: 'iso',
    balance: { ...call, path: '/balance', body: { card: '{card}' }, fields: { balance: 'balance' } },
    transactions: {
      ...call,
      path: '/history',
      body: { card: '{card}', from: '{from}', cursor: '{cursor}' },
      items: 'items',
      next: 'next',
      fields: { id: 'id', amount: 'amount', at: 'at', kind: 'kind', balanceAfter: 'after', reference: 'ref' },
    },
    ...(options.readsOnly !== true && {
      redeem: {
        ...call,
        path: '/redeem',
        body: {
          ...{ card: '{card}', amount: '{amount}', reference: '{reference}', pin: '{pin}' },
          ...(options.partial && { partial: '{partial}' }),
        },
        fields: { id: 'id', balance: 'balance', ...(options.partial && { amount: 'paid' }) },
        ...(options.partial && { partial: { yes: 'YES', no: 'NO', policy: options.partial } }),
      },
      reverse: { ...call, path: '/reverse', body: { reference: '{reference}' } },
      refund: {
        ...call,
        path: '/refund',
        body: { payment: '{payment}', amount: '{amount}', reference: '{reference}' },
      },
      find: {
        ...call,
        path: '/find',
        body: { reference: '{reference}' },
        fields: { id: 'id', ...(options.partial && { amount: 'paid' }) },
      },
    }),
    onUnknown: options.onUnknown ?? 'reverse',
  };
}

/** The same in XML, with attributes, namespaces and envelopes. */
export function standInXml(url: string): WebService {
  const call = { method: 'POST', verdict: verdict('Envelope.Body.code'), reason: 'Envelope.Body.text' } as const;
  const ask = (...fields: string[]): string =>
    `<s:Envelope xmlns:s="urn:s"><s:Body><Question>${fields.map((one) => `<${one}>{${one}}</${one}>`).join('')}</Question></s:Body></s:Envelope>`;
  return {
    url: `${url}/xml`,
    format: 'xml',
    headers: { soapaction: 'ask' },
    amounts: 'decimal',
    times: 'iso',
    balance: { ...call, path: '/balance', body: ask('card'), fields: { balance: 'Envelope.Body.balance' } },
    transactions: {
      ...call,
      path: '/history',
      body: ask('card', 'from', 'cursor'),
      items: 'Envelope.Body.Lines.Line',
      next: 'Envelope.Body.next',
      fields: { id: '@id', amount: '#text', at: '@at', kind: '@kind', balanceAfter: '@after', reference: '@ref' },
    },
    redeem: {
      ...call,
      path: '/redeem',
      body: ask('card', 'amount', 'reference'),
      fields: { id: 'Envelope.Body.id', balance: 'Envelope.Body.balance' },
    },
    reverse: { ...call, path: '/reverse', body: ask('reference') },
    onUnknown: 'query',
  };
}
