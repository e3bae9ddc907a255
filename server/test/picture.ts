// Pictures of barcodes as dark and light, read by nothing that drew them.

import { inflateSync } from 'node:zlib';

export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly isDark: (x: number, y: number) => boolean;
};

const SIGNATURE = '89504e470d0a1a0a';
const DARK_MAX = 127;

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

/** Reads a PNG of eight bits a channel with or without alpha, not interlaced. Throws for another. */
export function readPng(bytes: Buffer): Picture {
  if (bytes.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('no PNG');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, type, interlace] = [bytes[24], bytes[25], bytes[28]];
  const channels = type === 6 ? 4 : type === 2 ? 3 : undefined;
  if (depth !== 8 || channels === undefined || interlace !== 0) throw new Error('a PNG of another kind');
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.subarray(at + 4, at + 8).toString() === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? pixels[y * stride + x - channels]! : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x]! : 0;
      const corner = x >= channels && y > 0 ? pixels[(y - 1) * stride + x - channels]! : 0;
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter!]!;
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x]! + added) & 255;
    }
  }
  return {
    width,
    height,
    isDark: (x, y) => {
      const at = y * stride + x * channels;
      const isSeen = channels === 3 || pixels[at + 3]! > DARK_MAX;
      return isSeen && (pixels[at]! + pixels[at + 1]! + pixels[at + 2]!) / 3 <= DARK_MAX;
    },
  };
}

type Point = { readonly x: number; readonly y: number };

const pointsOf = (text: string): Point[] =>
  [...text.matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

/** Reads an SVG whose paths are upright: filled by the rule of even and odd, or upright strokes. Throws for anything else in it. */
export function readSvg(text: string): Picture {
  const [, width, height] = (/viewBox="0 0 (\d+) (\d+)"/.exec(text) ?? []).map(Number);
  if (!width || !height) throw new Error('no SVG with a view box');
  const dark = new Uint8Array(width * height);
  const paint = (y: number, from: number, to: number): void => {
    for (let x = Math.ceil(from - 0.5); x + 0.5 < to; x += 1) dark[y * width + x] = 1;
  };
  for (const [, attributes = ''] of text.matchAll(/<path ([^>]*)\/>/g)) {
    const figures = (/\bd="([^"]*)"/.exec(attributes)?.[1] ?? '').split('M').filter(Boolean);
    const stroke = Number(/stroke-width="([\d.]+)"/.exec(attributes)?.[1] ?? 0);
    if (stroke > 0) {
      for (const [from, to] of figures.map(pointsOf)) {
        if (!from || from.x !== to?.x) throw new Error('a stroke that is not upright');
        for (let y = Math.min(from.y, to.y); y < Math.max(from.y, to.y); y += 1)
          paint(y, from.x - stroke / 2, from.x + stroke / 2);
      }
      continue;
    }
    const edges = figures.flatMap((figure) => {
      const points = pointsOf(figure);
      return points.flatMap((point, at) => {
        const next = points[(at + 1) % points.length]!;
        if (point.x !== next.x && point.y !== next.y) throw new Error('a slanting edge');
        return point.x === next.x
          ? [{ x: point.x, top: Math.min(point.y, next.y), end: Math.max(point.y, next.y) }]
          : [];
      });
    });
    for (let y = 0; y < height; y += 1) {
      const crossed = edges.filter(({ top, end }) => top <= y + 0.5 && y + 0.5 < end).map(({ x }) => x);
      crossed.sort((a, b) => a - b);
      for (let at = 0; at + 1 < crossed.length; at += 2) paint(y, crossed[at]!, crossed[at + 1]!);
    }
  }
  return { width, height, isDark: (x, y) => dark[y * width + x] === 1 };
}

export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Where there is anything dark; `right` and `bottom` are the first without. */
export function boxOf({ width, height, isDark }: Picture): Box {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (isDark(x, y)) {
        [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
      }
  return { left, top, right, bottom };
}
