import { createHash } from 'node:crypto';

/**
 * A verifier of Ed25519 written out from RFC 8032, section 5.1, that shares no line with the
 * library the product signs with. Slow, and only for tests.
 */

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (value: bigint, by = P): bigint => ((value % by) + by) % by;

const power = (base: bigint, exponent: bigint): bigint => {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
};

const inverse = (value: bigint): bigint => power(value, P - 2n);

const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** Section 5.1.4: a point with x = X/Z, y = Y/Z and x * y = T/Z. */
interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

const point = (x: bigint, y: bigint): Point => ({ X: x, Y: y, Z: 1n, T: mod(x * y) });

const sum = (p: Point, q: Point): Point => {
  const [a, b] = [mod((p.Y - p.X) * (q.Y - q.X)), mod((p.Y + p.X) * (q.Y + q.X))];
  const [c, d] = [mod(2n * p.T * q.T * D), mod(2n * p.Z * q.Z)];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { X: mod(e * f), Y: mod(g * h), Z: mod(f * g), T: mod(e * h) };
};

const times = (scalar: bigint, factor: Point): Point => {
  let [result, double] = [point(0n, 1n), factor];
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = sum(result, double);
    double = sum(double, double);
  }
  return result;
};

const isSame = (p: Point, q: Point): boolean => mod(p.X * q.Z - q.X * p.Z) === 0n && mod(p.Y * q.Z - q.Y * p.Z) === 0n;

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);

/** Section 5.1.3: the point of 32 bytes, if there is one. */
const decoded = (bytes: Uint8Array): Point | undefined => {
  const encoded = littleEndian(bytes);
  const [y, sign] = [encoded & (2n ** 255n - 1n), encoded >> 255n];
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  const candidates = [power(square, (P + 3n) / 8n)].flatMap((root) => [root, mod(root * ROOT_OF_MINUS_ONE)]);
  const x = candidates.find((root) => mod(root * root) === square);
  if (x === undefined || y >= P) return undefined;
  return point((x & 1n) === sign ? x : mod(-x), y);
};

const BASE = decoded(Buffer.from(`58${'66'.repeat(31)}`, 'hex')) as Point;

/** Whether the signature (64 bytes) is the key's (32 bytes) of the message: section 5.1.7. */
export const verifiesByReference = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const [a, r] = [decoded(key), decoded(signature.subarray(0, 32))];
  const s = littleEndian(signature.subarray(32));
  if (!a || !r || s >= L || signature.length !== 64) return false;
  const hash = createHash('sha512').update(signature.subarray(0, 32)).update(key).update(message).digest();
  return isSame(times(s, BASE), sum(r, times(mod(littleEndian(hash), L), a)));
};
