import { isIPv6 } from 'node:net';

/**
 * Returns the network of an address, which attempts to sign in are counted by. It is an IPv4
 * address, or the first 64 bits of an IPv6 address, the least that one customer gets (RFC 6177,
 * section 2).
 *
 * @example networkOf('2001:db8:0:7::1') === '2001:db8:0:7::/64'
 */
export const networkOf = (address: string): string => {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return plain;
  const groups = groupsOf(plain);
  const [a = 0, b = 0] = groups.slice(6);
  if (isMapped(groups)) return [a >> 8, a & 255, b >> 8, b & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
};

/** Returns the eight groups of 16 bits (RFC 4291, section 2.2). */
const groupsOf = (address: string): readonly number[] => {
  // URL also writes an IPv4 address at the end as groups.
  const { hostname } = new URL(`http://[${address}]`);
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

/** True for an IPv4 address in IPv6 form (RFC 4291, section 2.5.5.2). */
const isMapped = (groups: readonly number[]): boolean => groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
