import { generateKeyPairSync, sign } from 'node:crypto';

/**
 * A certificate for `localhost`, signed by its own key, that ends at `end`; PEM. Whoever is to
 * trust it takes it as its authority.
 */
export const selfSigned = (end: Date): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid('550403'), tagged(0x0c, 'localhost'))));
  const begin = new Date(Date.now() - 86_400_000);
  const body = sequence(
    explicit(0, integer(2)),
    integer(1),
    ECDSA_SHA256,
    name,
    sequence(time(begin), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    // Subject alternative name: DNS localhost.
    explicit(3, sequence(sequence(oid('551d11'), tagged(0x04, sequence(tagged(0x82, 'localhost')))))),
  );
  const whole = sequence(body, ECDSA_SHA256, bitString(sign('sha256', body, privateKey)));
  const cert = `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
};

// Distinguished encoding rules (ITU-T X.690), as far as a certificate (RFC 5280) needs them.
const tagged = (tag: number, ...parts: readonly (string | Buffer)[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts);
const set = (...parts: readonly Buffer[]) => tagged(0x31, ...parts);
const explicit = (number: number, part: Buffer) => tagged(0xa0 + number, part);
const integer = (value: number) => tagged(0x02, Buffer.from([value]));
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const bitString = (content: Buffer) => tagged(0x03, Buffer.from([0]), content);
const time = (at: Date) => tagged(0x18, `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`);

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
