import type { PairId } from './control-plane.ts';

/**
 * Returns the name of an endpoint's rule and of its first connection and destination. A later pair
 * has the id in base64url and its number: EventBridge accepts 64 characters, and a prefix has up to
 * 32.
 */
export const resourceName = (prefix: string, { id, pair }: PairId): string => {
  const digits = id.replaceAll('-', '');
  return prefix + (pair === 0 ? digits : `${Buffer.from(digits, 'hex').toString('base64url')}.${pair}`);
};

/**
 * Returns the pair that a name belongs to; undefined when it is not one of this installation.
 * Another installation's prefix may begin with this one's.
 */
export const pairOf = (prefix: string, name: string): PairId | undefined => {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  const [, code, pair = '0'] = /^([\w-]{22})\.([1-9]\d{0,8})$/.exec(rest) ?? [];
  const digits = code === undefined ? rest : Buffer.from(code, 'base64url').toString('hex');
  const [, ...parts] = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits) ?? [];
  const found = { id: parts.join('-'), pair: Number(pair) };
  return parts.length > 0 && resourceName(prefix, found) === name ? found : undefined;
};
