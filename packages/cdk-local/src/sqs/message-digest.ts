import { createHash } from 'node:crypto';

/** A message attribute as AWS JSON carries it: binary values in base64. */
export type MessageAttribute = {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
};

const STRING = 1;
const BINARY = 2;

const withLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const encoded = ([name, { DataType, StringValue, BinaryValue }]: [string, MessageAttribute]): Buffer => {
  const isBinary = DataType.startsWith('Binary');
  const value = isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? '');
  const kind = Buffer.from([isBinary ? BINARY : STRING]);
  return Buffer.concat([withLength(Buffer.from(name)), withLength(Buffer.from(DataType)), kind, withLength(value)]);
};

/** `MD5OfMessageBody`: the hex MD5 of the UTF-8 body. */
export const bodyDigest = (body: string): string => createHash('md5').update(body).digest('hex');

/**
 * `MD5OfMessageAttributes`, by "Calculating the MD5 message digest for message attributes" of the
 * SQS guide; `undefined` without attributes.
 */
export const attributesDigest = (attributes: Readonly<Record<string, MessageAttribute>>): string | undefined => {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0
    ? undefined
    : createHash('md5')
        .update(Buffer.concat(entries.map(encoded)))
        .digest('hex');
};
