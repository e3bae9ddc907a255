import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApp, makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { makePassCertificates, makeServiceKey, verifyDetached } from '../../../test/pass-certificates.ts';
import { unzip } from '../../../test/unzip.ts';
import { ean13Digit } from '../../kernel/card-number.ts';
import { drawBarcode } from './barcode.ts';

const certificates = makePassCertificates();
const service = makeServiceKey();

let desk: DeliveryHouse;
let codes: DeliveryHouse;
beforeAll(async () => {
  const apple = { passType: 'pass.example.gift', team: 'TEAM123456' };
  const google = { issuer: '3388000000012345678', email: 'passes@example.iam.gserviceaccount.com' };
  const secrets = { ...certificates, googleKey: service.googleKey };
  desk = await makeDeliveryHouse({ setting: { apple, google }, secrets });
  codes = await makeDeliveryHouse({ setting: { dynamicCodes: true } });
});
afterAll(async () => {
  await desk.close();
  await codes.close();
});

/** Somebody with a card on his phone, and a look at it. */
async function look(at: DeliveryHouse) {
  const { number, card } = await at.sellCard();
  const phone = at.phone();
  await at.deliver(number, phone);
  await at.send();
  const app = makeApp();
  app.device = (await at.claim(at.secretIn(await at.lastTextTo(phone)), phone, app)).body[
    'device'
  ] as unknown as string;
  at.clock.skip(61);
  const view = await at.asApp(app, 'view', card);
  return {
    app,
    number,
    card,
    body: view.body as unknown as { view: string; balance: string; links: Record<string, string> },
  };
}

describe('a look at a card', () => {
  test('gives its barcode as PNG and SVG, and no address holds the number', async () => {
    const { number, body } = await look(desk);
    expect(JSON.stringify(body)).not.toContain(number);
    const png = await desk.publicly(`GET ${body.links['png']}`);
    expect(png).toMatchObject({ status: 200, headers: { 'content-type': 'image/png', 'cache-control': 'no-store' } });
    expect(png.raw.subarray(1, 4).toString()).toBe('PNG');
    const svg = await desk.publicly(`GET ${body.links['svg']}?symbology=code128`);
    expect(svg.headers['content-type']).toBe('image/svg+xml');
    expect(svg.raw.toString()).toMatch(/^<svg/);
    expect(svg.raw.toString()).not.toContain(number);
  });

  test('ends after five minutes, and a made-up name opens nothing', async () => {
    const { body } = await look(desk);
    desk.clock.skip(301);
    expect((await desk.publicly(`GET ${body.links['png']}`)).status).toBe(404);
    expect((await desk.publicly(`GET /v1/gift-card-views/gcv_0123456789abcdefghjkmnpqrs/barcode.png`)).status).toBe(
      404,
    );
  });

  test('is opened by a credential only for a card that somebody holds', async () => {
    const { card } = await desk.sellCard();
    expect(await desk.request(`POST /v1/gift-cards/${card}/views`)).toMatchObject({
      status: 404,
      body: { code: 'delivery.card.not_held' },
    });
    const held = await look(desk);
    const { vecino } = desk.house.secrets;
    expect(await desk.request(`POST /v1/gift-cards/${held.card}/views`, undefined, { secret: vecino })).toMatchObject({
      status: 404,
    });
  });
});

test.each(['qr', 'code128', 'aztec'] as const)('a number is drawn as %s in both formats', async (symbology) => {
  for (const format of ['png', 'svg'] as const) {
    expect((await drawBarcode('6012000000000017', symbology, format)).ok).toBe(true);
  }
});

test('an EAN-13 takes thirteen digits with their check digit and nothing else', async () => {
  expect((await drawBarcode(`299000000001${ean13Digit('299000000001')}`, 'ean13', 'png')).ok).toBe(true);
  for (const text of [`299000000001${(Number(ean13Digit('299000000001')) + 1) % 10}`, '6012000000000017', 'A'])
    expect(await drawBarcode(text, 'ean13', 'png')).toMatchObject({ refusal: 'delivery.barcode.unfit' });
});

describe('the pass', () => {
  test('for Apple Wallet is signed by the operator, and says serial, barcode, balance and colours', async () => {
    const { number, body } = await look(desk);
    const fetched = await desk.publicly(`GET ${body.links['apple']}`);
    expect(fetched).toMatchObject({ status: 200, headers: { 'content-type': 'application/vnd.apple.pkpass' } });
    const files = unzip(fetched.raw);
    const manifest = files.get('manifest.json')!;
    for (const [name, digest] of Object.entries(JSON.parse(manifest.toString()) as Record<string, string>))
      expect(createHash('sha1').update(files.get(name)!).digest('hex')).toBe(digest);
    const signature = files.get('signature')!;
    expect(verifyDetached(signature, manifest, certificates.appleAuthority)).toMatch(/Verification successful/i);
    expect(verifyDetached(signature, Buffer.concat([manifest, Buffer.from(' ')]), certificates.appleAuthority)).toMatch(
      /failure/i,
    );
    expect(verifyDetached(signature, manifest, makePassCertificates().appleAuthority)).toMatch(/failure/i);
    const pass = JSON.parse(files.get('pass.json')!.toString());
    expect(pass).toMatchObject({
      passTypeIdentifier: 'pass.example.gift',
      teamIdentifier: 'TEAM123456',
      organizationName: 'Mercado',
      backgroundColor: 'rgb(31, 58, 95)',
      voided: false,
      storeCard: { primaryFields: [{ key: 'balance', value: '25.00 EUR' }] },
      barcodes: [{ format: 'PKBarcodeFormatQR', message: number, altText: `••••${number.slice(-4)}` }],
    });
    expect(pass.serialNumber).toMatch(/^pss_[0-9a-z]{26}$/);
    expect(files.get('icon.png')?.subarray(1, 4).toString()).toBe('PNG');
  });

  test('for Google Wallet is a link with a token that the service account signed', async () => {
    const { number, body } = await look(desk);
    const { url } = (await desk.publicly(`GET ${body.links['google']}`)).body as unknown as { url: string };
    const jwt = url.replace('https://pay.google.com/gp/v/save/', '');
    const { payload, protectedHeader } = await jwtVerify(jwt, service.publicKey, { audience: 'google' });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({ typ: 'savetowallet', iss: 'passes@example.iam.gserviceaccount.com' });
    expect(url).not.toContain(number);
    const [object] = (payload['payload'] as { genericObjects: Record<string, never>[] }).genericObjects;
    expect(object).toMatchObject({ barcode: { type: 'QR_CODE', value: number } });
    await expect(jwtVerify(jwt, makeServiceKey().publicKey)).rejects.toThrow();
  });

  test('is not there where the program has no certificate, and a certificate of somebody else is refused when it is set', async () => {
    const { body } = await look(codes);
    expect((await codes.publicly(`GET ${body.links['apple']}`)).body).toMatchObject({
      code: 'delivery.pass.unavailable',
    });
    const put = await codes.house.api.inject({
      method: 'PUT',
      url: '/v1/programs/club/gift-card-delivery',
      headers: { authorization: `Bearer ${codes.house.secrets.tenant}` },
      payload: {
        publicUrl: 'https://cards.example',
        brand: 'M',
        dynamicCodes: true,
        ...certificates,
        appleKey: makePassCertificates().appleKey,
      },
    });
    expect(put.statusCode).toBe(422);
    expect(put.body).not.toContain('PRIVATE KEY');
  });

  test('and its keys are never shown', async () => {
    const shown = await desk.request('GET /v1/programs/club/gift-card-delivery', undefined, {
      secret: desk.house.secrets.tenant,
    });
    expect(shown).toMatchObject({ status: 200, body: { hasApple: true, hasGoogle: true } });
    expect(JSON.stringify(shown.body)).not.toContain('BEGIN');
  });
});

describe('a code of a minute', () => {
  const show = async () => {
    const held = await look(codes);
    codes.clock.skip(1);
    const shown = await codes.asApp(held.app, 'code', held.card);
    expect(shown.status).toBe(201);
    return { ...held, code: shown.body['code'] as unknown as string, svg: shown.body['svg'] as unknown as string };
  };
  const use = (code: string, reference = codes.reference()) =>
    codes.request('POST /v1/gift-card-codes', { reference, code });

  test('is shown in place of the number and used once; its screenshot is worth nothing', async () => {
    const { number, card, code, svg, body } = await show();
    expect(svg).toMatch(/^<svg/);
    expect((await codes.publicly(`GET ${body.links['png']}`)).status).toBe(404);
    const reference = codes.reference();
    const first = await use(code, reference);
    expect(first).toMatchObject({ status: 200, body: { card, balance: '25.00' } });
    expect(JSON.stringify(first.body)).not.toContain(number);
    expect((await use(code, reference)).body).toEqual(first.body);
    expect(await use(code)).toMatchObject({ status: 404, body: { code: 'delivery.code.unusable' } });
  });

  test('is the only way to pay with a card on a phone; one of plastic pays by its number', async () => {
    const { number, card, code } = await show();
    const pay = (shown: object) => codes.ask('redeem', { card: shown, amount: '1.00' });
    expect((await pay({ number })).body).toMatchObject({ code: 'giftcards.card.code_needed' });
    const sale = await codes.request('POST /v1/sales', {
      ...{ reference: codes.reference(), occurredAt: new Date().toISOString(), currency: 'EUR' },
      lines: [{ line: 1, sku: 'milk', amount: '1.00' }],
      tenders: [{ kind: 'gift_card', card: { number }, amount: '1.00' }],
    });
    expect(sale.body).toMatchObject({ code: 'giftcards.card.code_needed' });
    const used = await use(code);
    expect(used.body).toMatchObject({ card });
    expect((await pay({ id: used.body['card'] })).status).toBe(201);
    const plastic = await codes.sellCard();
    expect((await pay({ number: plastic.number })).status).toBe(201);
  });

  test('is used by exactly one of twenty tills at once', async () => {
    const { code } = await show();
    const answers = await Promise.all(Array.from({ length: 20 }, () => use(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // Nineteen were refused: the till's limit of misses is over by the next test.
    codes.clock.skip(121);
  });

  test('runs out after sixty seconds', async () => {
    const { code } = await show();
    codes.clock.skip(61);
    expect((await use(code)).status).toBe(404);
  });

  test('is of no use to another tenant, nor once the card left the phone', async () => {
    const { code, card } = await show();
    codes.clock.skip(0);
    const stranger = await codes.request(
      'POST /v1/gift-card-codes',
      { reference: 'x', code, outlet: 'centro', terminal: 'T1' },
      { secret: codes.house.secrets.vecino },
    );
    expect(stranger.status).toBe(404);
    expect(
      (await codes.request(`POST /v1/cards/${card}/block`, { reference: codes.reference(), reason: 'lost' })).status,
    ).toBe(200);
    expect((await use(code)).status).toBe(404);
  });

  test('is not offered where the program shows the card itself', async () => {
    const held = await look(desk);
    desk.clock.skip(1);
    expect((await desk.asApp(held.app, 'code', held.card)).body).toMatchObject({ code: 'delivery.code.not_offered' });
  });
});
