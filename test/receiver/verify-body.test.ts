import fc from 'fast-check';
import type { WebhookBody } from '../../receiver/verify-webhook.ts';
import { body, headers, verify } from './signed-webhook.ts';

describe('the body', () => {
  const deep = `{"event":"e","data":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}},"triggeredAt":"t"}`;

  test.each<readonly [string, string | Uint8Array | object]>([
    ['beyond a megabyte', body.replace('{', `{${' '.repeat(1_048_576)}`)],
    ['beyond a megabyte once parsed', { event: 'e', data: { a: 'a'.repeat(1_048_577) }, triggeredAt: 't' }],
    ['deeper than can be walked', deep],
    ['of bytes that are no UTF-8', Buffer.concat([Buffer.from(body.slice(0, -2)), Buffer.of(0xff), Buffer.from('"}')])],
    ['of bytes that are no UTF-8, in an ArrayBuffer', Uint8Array.of(0x22, 0xff, 0x22).buffer],
    ['with two byte order marks', `\uFEFF\uFEFF${body}`],
    ['that is null', 'null'],
    ['without data', { event: 'e', triggeredAt: 't' }],
    ['with data that is no object', { event: 'e', data: 'd', triggeredAt: 't' }],
    ['with what is no JSON', { event: 'e', data: { a: undefined }, triggeredAt: 't' }],
  ])('%s is refused', async (_, payload) => {
    await expect(verify(headers, {}, payload)).rejects.toMatchObject({ code: 'malformed-body' });
  });
});

describe('a member that is there twice', () => {
  // No escapes in names: JSON.parse of Node.js 24.21 takes {"\"":1,"\\":2} for an object with one
  // member.
  const names = fc.constantFrom('a', 'b', ':', 'a:', '{', '__proto__', 'é');
  const values = fc.constantFrom('', ':', '"', '\\', '\\"', '":', '{"a":1}');
  const twice = body.replace('"n":1', '"n":2,"n":1');

  test.each<readonly [string, WebhookBody]>([
    ['text', twice],
    ['bytes', Buffer.from(twice)],
    ['an ArrayBuffer', new TextEncoder().encode(twice).buffer],
  ])('is refused in %s, although the last one is what was signed', async (_, payload) => {
    await expect(verify(headers, {}, payload)).rejects.toMatchObject({ code: 'malformed-body' });
  });

  test('is found wherever it is, and is nowhere in what a serializer wrote', async () => {
    const verdict = async (data: string) => {
      const payload = `{"event":"e","data":${data},"triggeredAt":"t"}`;
      return verify(headers, {}, payload).catch(({ code }: { code: string }) => code);
    };
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, fc.oneof(values, fc.dictionary(names, values))), names, async (data, name) => {
        const text = JSON.stringify(data);
        expect(await verdict(text)).toBe('bad-signature');
        const member = `${JSON.stringify(name)}:{`;
        expect(await verdict(`{"x":${text},${member}},${member}"y":${text}}}`)).toBe('malformed-body');
      }),
      { numRuns: 50 },
    );
  });
});
