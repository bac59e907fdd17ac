import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DuplicateMember, parseJson } from '../contract/json.ts';
import { invalid, Refusal } from '../contract/problems.ts';

/** The largest body, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/**
 * Reads a JSON body; `undefined` when there is none.
 * @throws {Refusal} 413, 415 or 400
 */
export const readBody = ({ body, isBase64Encoded, headers }: APIGatewayProxyEventV2): unknown => {
  if (body === undefined || body === '') return undefined;
  // First, because text may grow when a gateway reads compressed bytes as it.
  requireUncoded(headers['content-encoding']);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    throw new Refusal('body-too-large', `The body has ${bytes.length} bytes; at most ${MAX_BODY_BYTES} are taken.`);
  }
  requireJson(headers['content-type']);
  return parse(bytes);
};

/** RFC 9110, 15.5.16: an answer to a coding that is not supported names those that are. */
const requireUncoded = (codings: string | undefined): void => {
  const others = (codings ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim());
  if (others.every((coding) => coding === '' || coding === 'identity')) return;
  throw new Refusal('unsupported-media-type', 'The body must be sent as it is, without a Content-Encoding: only identity is supported.', {
    headers: { 'accept-encoding': 'identity' },
  });
};

const requireJson = (contentType: string | undefined): void => {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charsets = parameters.flatMap((parameter) => /^\s*charset="?([^"\s]*)"?\s*$/.exec(parameter)?.[1] || []);
  // A JSON Patch (RFC 6902) would be read as a merge patch, which it is not.
  const isJson = /^application\/(?:[a-z0-9.-]+\+)?json$/.test(type.trim()) && type.trim() !== 'application/json-patch+json';
  if (isJson && charsets.every((charset) => UTF_8.includes(charset))) return;
  throw new Refusal(
    'unsupported-media-type',
    'The body must be sent as application/json in UTF-8, a patch also as application/merge-patch+json.',
    {
      headers: { accept: 'application/json' },
    },
  );
};

// Two of the labels of UTF-8 (WHATWG Encoding); the former is the one that IANA has.
const UTF_8 = ['utf-8', 'utf8'];

const parse = (bytes: Buffer): unknown => {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof DuplicateMember) {
      throw invalid([{ in: 'body', pointer: error.pointer, code: 'duplicate-property', message: 'is given more than once' }]);
    }
    throw new Refusal('malformed-json', 'The body is not valid JSON in UTF-8.');
  }
};
