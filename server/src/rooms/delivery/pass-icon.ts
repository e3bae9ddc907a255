import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/**
 * A card on a square of its colour (both `#rrggbb`) as PNG, for a brand that has no icon of its own: Wallet refuses a pass without one, and
 * shows it beside every message about the pass.
 */
export function iconOf(colour: string, side: number, mark = '#ffffff'): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits, true colour.
  header[8] = 8;
  header[9] = 2;
  const [ground, card] = [colour, mark].map((one) => Buffer.from(one.slice(1), 'hex')) as [Buffer, Buffer];
  const rows = Array.from({ length: side }, (_, y) =>
    Buffer.concat([Buffer.alloc(1), ...Array.from({ length: side }, (__, x) => (isCard(x, y, side) ? card : ground))]),
  );
  const pixels = deflateSync(Buffer.concat(rows));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** Whether a pixel is of the card: a rectangle in the middle without its corners, and with a stripe left out. */
function isCard(x: number, y: number, side: number): boolean {
  const [left, top] = [Math.round(side * 0.16), Math.round(side * 0.27)];
  const [right, bottom] = [side - 1 - left, side - 1 - top];
  if (x < left || x > right || y < top || y > bottom) return false;
  const corner = Math.max(1, Math.round(side * 0.06));
  if (Math.min(x - left, right - x) + Math.min(y - top, bottom - y) < corner) return false;
  const stripe = y - top - Math.round(side * 0.1);
  return stripe < 0 || stripe >= Math.max(1, Math.round(side * 0.09));
}
