import fc from 'fast-check';
import {
  EMAIL_FILTER_PATTERN,
  ETAGS_PATTERN,
  ID_PATTERN,
  PHONE_PATTERN,
  SEGMENT_PATTERN,
  TOKEN_PATTERN,
  VISIBLE_ASCII_PATTERN,
} from '../../../functions/shared/contract/schemas.ts';
import { TEXTS } from '../../support/texts.ts';

// As they are said most plainly, with what not all languages read.
test.each([
  ['segment', SEGMENT_PATTERN, /^(?!\.{1,2}$)[A-Za-z0-9._~!$&'()*+,;=:@-]*$/u],
  ['phone', PHONE_PATTERN, /^\+[1-9][0-9]{1,14}$/u],
  ['list of entity tags', ETAGS_PATTERN, /^(?:\*|[ \t,]*(?:W\/)?"[\x21\x23-\x7E]*"(?:[ \t]*,[ \t,]*(?:W\/)?"[\x21\x23-\x7E]*")*[ \t,]*)$/u],
  ['visible ASCII', VISIBLE_ASCII_PATTERN, /^[\x21-\x7E]*$/u],
  ['id', ID_PATTERN, /^[\x21-\x7E]+$/u],
  ['token', TOKEN_PATTERN, /^[\x21-\x39\x3B-\x7E]*$/u],
  ['filter of addresses', EMAIL_FILTER_PATTERN, /^[\x21-\x3F\x41-\x7E]+@[\x21-\x3F\x41-\x7E]+$/u],
])('the portable pattern of a %s means what the plain one does', (_, portable, plain) => {
  const pattern = new RegExp(portable, 'u');
  const holds = (text: string) => expect([text, pattern.test(text)]).toEqual([text, plain.test(text)]);
  TEXTS.forEach(holds);
  const near = fc.string({ unit: fc.constantFrom(...'.a@:*"+019~!W/, \u007F\u00E9\u{1F600}'), maxLength: 6 });
  fc.assert(fc.property(near, holds), { numRuns: 300 });
  fc.assert(fc.property(fc.string({ unit: 'binary' }), holds));
});
