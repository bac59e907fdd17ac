/**
 * The hexadecimal digits of an IP address, 8 of IPv4 or 32 of IPv6; undefined for any other text,
 * also one with a zone or dots within IPv6.
 */
export const digitsOf = (text: string): string | undefined => {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return ofVersion4(text);
  return text.includes(':') && /^[\da-f:]*$/i.test(text) ? ofVersion6(text) : undefined;
};

/** Leading zeros do not make a number octal, as in Java, but count for the length. */
const ofVersion4 = (text: string): string | undefined => {
  const bytes = text.split('.').map(Number);
  return text.length <= 15 && bytes.every((byte) => byte <= 255) ? bytes.map((byte) => hexadecimal(byte, 2)).join('') : undefined;
};

/** An IPv4 address in the form of IPv6 is taken for the former, as in Java. */
const ofVersion6 = (text: string): string | undefined => {
  const [head, tail, ...more] = text.split('::').map((part) => (part === '' ? [] : part.split(':')));
  if (head === undefined || more.length > 0) return undefined;
  const missing = tail === undefined ? 0 : 8 - head.length - tail.length;
  if (tail !== undefined && missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (groups.length !== 8 || !groups.every((group) => /^0*[\da-f]{1,4}$/i.test(group))) return undefined;
  const digits = groups.map((group) => hexadecimal(Number.parseInt(group, 16), 4)).join('');
  return digits.startsWith(`${'0'.repeat(20)}ffff`) ? digits.slice(24) : digits;
};

const hexadecimal = (number: number | bigint, length: number): string => number.toString(16).padStart(length, '0');

/** Addresses by their digits, both ends included. */
export interface AddressRange {
  readonly bottom: string;
  readonly top: string;
}

/**
 * Whether a range has an address. The engine compares from the left and decides as soon as it can,
 * so an address of the other version counts by the digits that both have, unless it lies on an end
 * of a range of longer ones.
 */
export const isWithin = ({ bottom, top }: AddressRange, digits: string): boolean => {
  if (digits.length < bottom.length) return digits > bottom.slice(0, digits.length) && digits < top.slice(0, digits.length);
  const compared = digits.slice(0, bottom.length);
  return compared >= bottom && compared <= top;
};

/**
 * The addresses of a block such as `10.0.0.0/8`; throws an error with the reason for one that is
 * malformed or has one address only.
 */
export const blockOf = (text: string): AddressRange => {
  const [address = '', mask = '', ...more] = text.replace(/\/+$/, '').split('/');
  if (more.length > 0 || mask === '') throw new Error("Malformed CIDR, one '/' required");
  if (!/^\+?\d+$/.test(mask)) throw new Error('Malformed CIDR, mask bits must be an integer');
  const digits = digitsOf(address);
  if (digits === undefined) throw new Error(`Nonstandard IP address: ${address}`);
  const bits = digits.length * 4;
  if (Number(mask) >= bits) throw new Error(`${bits === 32 ? 'IPv4' : 'IPv6'} mask bits must be < ${bits}`);
  const variable = (1n << BigInt(bits - Number(mask))) - 1n;
  const top = BigInt(`0x${digits}`) | variable;
  return { bottom: hexadecimal(top - variable, digits.length), top: hexadecimal(top, digits.length) };
};
