import { BlockList, isIP } from 'node:net';

/** Networks by address or CIDR: `10.0.0.0/8`, `127.0.0.1`, `::1`, `fd00::/8`. */
export type Networks = { readonly includes: (address: string) => boolean };

/** Reads a list of networks divided by commas; undefined when one of them cannot be read. */
export function parseNetworks(text: string): Networks | undefined {
  const list = new BlockList();
  for (const part of text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    const [address, prefix] = part.split('/');
    const version = isIP(address);
    if (version === 0) return undefined;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    const bits = version === 4 ? 32 : 128;
    if (prefix === undefined) list.addAddress(address, family);
    else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits) list.addSubnet(address, Number(prefix), family);
    else return undefined;
  }
  return { includes: (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') };
}
