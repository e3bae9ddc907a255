import { BlockList, isIP, isIPv4 } from 'node:net';

// Everything that is not a plain public address: IANA's special-purpose registries, and what clouds put behind public numbers.
const INSIDE_4: readonly (readonly [net: string, bits: number])[] = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a carrier's NAT; 100.100.100.200 is a cloud's metadata
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // a cloud's wire server
  ['169.254.0.0', 16], // link-local; 169.254.169.254 is most clouds' metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; 192.0.0.192 is a cloud's metadata
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

// Of IPv6 only global unicast is outside: loopback, mapped, translated (64:ff9b), unique local, link-local and multicast all stand
// apart from it. These stand in it and lead elsewhere.
const GLOBAL_6 = ['2000::', 3] as const;
const INSIDE_6: readonly (readonly [net: string, bits: number])[] = [
  ['2001::', 23], // Teredo, ORCHID and other protocol assignments
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which carries an IPv4 address
  ['3fff::', 20], // documentation
];

const inside4 = new BlockList();
for (const [net, bits] of INSIDE_4) inside4.addSubnet(net, bits, 'ipv4');
const inside6 = new BlockList();
for (const [net, bits] of INSIDE_6) inside6.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet(GLOBAL_6[0], GLOBAL_6[1], 'ipv6');

/** True for an address that belongs to the public internet. Everything else, and whatever is no address, is inside. */
export const isOutside = (address: string): boolean => {
  if (isIPv4(address)) return !inside4.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
};
