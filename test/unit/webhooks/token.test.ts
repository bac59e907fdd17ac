import { Ajv } from 'ajv';
import fc from 'fast-check';
import { token } from '../../../functions/webhooks/schemas.ts';
import { violationsOfToken } from '../../support/service-model.ts';

const isToken = new Ajv().compile(token);

test('whatever token is accepted, the service model of EventBridge accepts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 16, maxLength: 256 }), (text) => {
      const ours = text.replace(/[: ]/g, '_');
      expect([ours, isToken(ours), violationsOfToken(ours)]).toEqual([ours, true, []]);
    }),
    { numRuns: 300 },
  );
});

test('each character that is refused is one that EventBridge refuses, or no visible ASCII', () => {
  for (let code = 0; code < 256; code += 1) {
    const text = String.fromCharCode(code).repeat(16);
    const isVisible = code > 0x20 && code < 0x7f;
    expect({ code, ours: isToken(text) }).toEqual({ code, ours: isVisible && violationsOfToken(text).length === 0 });
  }
});
