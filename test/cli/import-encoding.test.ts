import { existsSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { decode } from '../../cli/import/text/decoded.ts';
import type { Encoding } from '../../cli/import/text/encodings.ts';
import { collect } from './collect.ts';
import { beside } from './import-rows.ts';
import { importScene } from './import-scene.ts';

const scene = importScene();

const read = async (bytes: Buffer, size = 7, asked?: Encoding) => {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const decoded = await decode(pieces(), asked);
  const { items, error } = await collect(decoded.bytes);
  return { encoding: decoded.encoding, text: Buffer.concat([...items]).toString('utf8'), error: (error as Error | undefined)?.message };
};

test('bytes that are no UTF-8 are named by their offset and line, however the file arrives', async () => {
  const valid = fc.array(fc.constantFrom('a', 'é', '€', '😀', '\n'), { maxLength: 30 }).map((parts) => Buffer.from(parts.join('')));
  const invalid = fc.constantFrom([0xfc, 0x62], [0xe4, 0x62], [0xff], [0xe2, 0x82, 0x41], [0xc3]);
  await fc.assert(
    fc.asyncProperty(valid, invalid, fc.integer({ min: 1, max: 9 }), async (before, bytes, size) => {
      const { error } = await read(Buffer.concat([before, Buffer.from(bytes)]), size);
      const line = before.toString().split('\n').length;
      expect(error).toContain(`at offset ${before.length}, on line ${line}, is 0x${bytes[0]?.toString(16).toUpperCase()}`);
    }),
    { numRuns: 300 },
  );
});

test.each<[string, Buffer, Encoding | undefined, string]>([
  ['UTF-8', Buffer.from('Köln ☕'), undefined, 'Köln ☕'],
  ['UTF-16 with a mark', Buffer.from('\ufeffKöln ☕', 'utf16le'), undefined, 'Köln ☕'],
  ['UTF-16 of the other order', Buffer.from('\ufeffKöln', 'utf16le').swap16(), 'utf-8', 'Köln'],
  ['UTF-16 without a mark', Buffer.from('Köln', 'utf16le'), 'utf-16le', 'Köln'],
  ['Windows-1252', Buffer.from([0x4b, 0xf6, 0x6c, 0x6e, 0x80]), 'windows-1252', 'Köln€'],
])('%s is read', async (_, bytes, asked, text) => {
  expect(await read(bytes, 3, asked)).toMatchObject({ text, error: undefined });
});

test('UTF-16 that nobody has named, and half a character of it, are refused', async () => {
  await expect(read(Buffer.from('Köln', 'utf16le'))).rejects.toThrow(/zero bytes.*--encoding utf-16le/);
  expect((await read(Buffer.from('Köln', 'utf16le').subarray(0, 7), 3, 'utf-16le')).error).toMatch(/not utf-16le/);
});

test('a Windows-1252 file that is read as UTF-8 is refused as a whole, before anything is sent', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', '');
  const rows = Array.from({ length: 300 }, (_, at) => `Organization ${at},it@example.com,1\n`).join('');
  writeFileSync(file, Buffer.from(`name,email,allowedUsers\n${rows}M\xfcller,it@example.com,1\n`, 'latin1'));
  const { code, stderr } = await scene.start(server, [file]).ended;
  expect({ code, requests: server.requests.length, kept: existsSync(`${file}.results.jsonl`) }).toEqual({
    code: 2,
    requests: 0,
    kept: false,
  });
  expect(stderr).toMatch(/offset \d+, on line 302, is 0xFC, which is "ü" in Windows-1252.*--encoding windows-1252/);

  const again = await scene.start(server, [file, '--encoding', 'windows-1252']).ended;
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('The file is read as windows-1252.') });
  expect(server.created).toContain('Müller');
});

test('the separator that was found is said', async () => {
  const server = await scene.server();
  const results = scene.file('results.jsonl', '');
  const keep = ['--results', results, '--created', `${results}.csv`];
  const { code, stderr } = await scene.start(server, [beside('import-files/enc-semicolon.csv'), ...keep]).ended;
  expect({ code, stderr, created: server.created }).toEqual({
    code: 0,
    stderr: 'The columns are separated by semicolon.\n',
    created: ['Müller Söhne'],
  });
});
