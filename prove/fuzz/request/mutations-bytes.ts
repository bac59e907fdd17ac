import { gzipSync } from 'node:zlib';
import { bytesOf } from './draft.ts';
import type { Mutation, MutationOptions, Mutations } from './mutation.ts';

const onBytes =
  (change: (bytes: Buffer, options: MutationOptions) => Uint8Array): Mutation =>
  (draft, options) => {
    const bytes = bytesOf(draft.body);
    return bytes && { ...draft, body: { bytes: change(Buffer.from(bytes), options) } };
  };

const onText = (change: (text: string, options: MutationOptions) => string): Mutation =>
  onBytes((bytes, options) => Buffer.from(change(bytes.toString(), options)));

// Not UTF-8: a lone continuation, an overlong slash, a surrogate, one above U+10FFFF, one cut off.
const NOT_UTF8 = ['ff', '80', 'c0af', 'eda080', 'f4908080', 'e282'].map((hex) => Buffer.from(hex, 'hex'));

/** True of the address of the receiver: behind another port may be a service of this machine. */
const isInReceiver = (bytes: Buffer, at: number, { scene }: MutationOptions): boolean => {
  const address = `${scene.receiverUrl}/`;
  const begin = bytes.lastIndexOf(address, at);
  return begin !== -1 && at < begin + address.length;
};

const header =
  (name: string, value: string): Mutation =>
  (draft) => ({
    ...draft,
    headers: [...draft.headers.filter(([one]) => one !== name), [name, value]],
  });

const both =
  (one: Mutation, other: Mutation): Mutation =>
  (draft, options) => {
    const changed = one(draft, options);
    return changed && other(changed, options);
  };

const TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=UTF-8',
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/json, text/html',
  'APPLICATION/JSON',
  'application/json;',
  'application/jsonx',
  'json',
  '*/*',
  '',
];

/** Mutations of the bytes of a body, and of what its headers say of them. */
export const BYTE_MUTATIONS: Mutations = {
  'cut off': onBytes((bytes, { random }) => bytes.subarray(0, random.below(bytes.length + 1))),
  'byte changed': onBytes((bytes, options) => {
    const at = options.random.below(bytes.length);
    if (bytes.length > 0 && !isInReceiver(bytes, at, options)) bytes[at] = options.random.below(256);
    return bytes;
  }),
  'bytes that are not UTF-8': onBytes((bytes, { random }) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), random.pick(NOT_UTF8), bytes.subarray(at)]);
  }),
  'byte order mark': onBytes((bytes) => Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes])),
  'as UTF-16': onBytes((bytes) => Buffer.from(bytes.toString(), 'utf16le')),
  'not JSON': onText((text, { random }) =>
    random.pick([
      `${text}x`,
      `${text}${text}`,
      `/* */${text}`,
      text.replaceAll('"', "'"),
      text.replace(/}$/, ',}'),
      `)]}'\n${text}`,
      'NaN',
    ]),
  ),
  'raw control character': onText((text, { random }) => text.replace('":"', `":"${random.pick(['\u0000', '\n', '\u001f', '\t'])}`)),
  'escapes spelled': onText((text) => text.replace(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)),
  'white space': onText((text, { random }) => `${' \r\n\t'.repeat(random.pick([1, 1000]))}${text}\n`),
  'very large': onText(
    (text, { random }) => `${' '.repeat(random.pick([Math.max(0, 256 * 1024 - Buffer.byteLength(text)), 256 * 1024 + 1, 300_000]))}${text}`,
  ),
  empty: onBytes(() => Buffer.alloc(0)),
  'content type': (draft, options) => header('content-type', options.random.pick(TYPES))(draft, options),
  'no content type': (draft) => ({ ...draft, headers: draft.headers.filter(([name]) => name !== 'content-type') }),
  'two content types': (draft) => ({ ...draft, headers: [...draft.headers, ['content-type', 'text/plain']] }),
  compressed: both(
    onBytes((bytes) => gzipSync(bytes)),
    header('content-encoding', 'gzip'),
  ),
  'said to be compressed': (draft, options) =>
    header('content-encoding', options.random.pick(['gzip', 'br', 'identity', 'x', '']))(draft, options),
  chunked: (draft) => (draft.body ? { ...draft, chunked: true } : undefined),
  'a body where there is none': (draft, options) =>
    draft.body
      ? undefined
      : {
          ...draft,
          headers: [...draft.headers, ['content-type', 'application/json']],
          body: { bytes: Buffer.from(options.random.pick(['{}', '{"a":1}', 'x', '[', 'null'])) },
        },
};
