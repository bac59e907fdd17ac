import { stripVTControlCharacters } from 'node:util';
import { formatLine, formatPretty, type Received } from '../../cli/listen/print.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { listenOptions } from './options-of.ts';

describe('what a listener is asked to do', () => {
  test('is, unless said otherwise, to take everything from the runtime on port 3000 and answer 200', () => {
    expect(listenOptions([], {})).toEqual({
      url: 'http://127.0.0.1:3000',
      events: ['partner.*', 'reseller.*', 'webhook.*'],
      port: 0,
      answer: 200,
      delayMs: 0,
      json: false,
    });
  });

  test('is what the arguments say, and where the environment says', () => {
    const args = ['--events', 'partner.created, reseller.*', '--reseller', 'r1', '--port', '4000', '--answer', '410', '--delay', '6000'];
    expect(listenOptions([...args, '--json'], { TENANTRY_URL: 'http://localhost:3100/' })).toEqual({
      url: 'http://localhost:3100',
      events: ['partner.created', 'reseller.*'],
      reseller: 'r1',
      port: 4000,
      answer: 410,
      delayMs: 6000,
      json: true,
    });
    expect(listenOptions(['--url', 'http://[::1]:3000'], { TENANTRY_URL: 'http://localhost:3100' }).url).toBe('http://[::1]:3000');
    expect(listenOptions([], { TENANTRY_URL: '' }).url).toBe('http://127.0.0.1:3000');
  });

  test.each([
    [['--port', '65536'], '--port must be a whole number from 0 to 65535'],
    [['--port', '1e3'], '--port must be a whole number'],
    [['--answer', '199'], '--answer must be a whole number from 200 to 599'],
    [['--delay', '-1'], '--delay'],
    [['--delay=60001'], '--delay must be a whole number from 0 to 60000'],
    [['--events', ''], '--events knows no'],
    [['--events', '*'], '--events knows no *; known are'],
    [['--url', 'nowhere'], '--url must be that of a local runtime, not nowhere'],
    [['--url', 'http://192.168.0.1:3000'], '--url must be that of a local runtime'],
    [['--url', 'ftp://localhost'], '--url must be that of a local runtime'],
    [['more'], 'more'],
  ])('%j is refused by its name', (args, sentence) => {
    const read = () => listenOptions(args, {});
    expect(read).toThrow(UsageError);
    expect(read).toThrow(sentence);
  });
});

describe('a webhook that arrived', () => {
  const received: Received = {
    at: new Date('2026-11-22T14:15:22.123Z'),
    id: '019f2b6c-f3d4-7a01-b6c7-2f9e4d5a6b7c',
    event: 'reseller.created',
    attempt: 1,
    answer: 200,
    fault: undefined,
    body: { event: 'reseller.created', data: { id: 'r1' } },
  };
  const linesOf = (more: Partial<Received> = {}) => stripVTControlCharacters(formatPretty({ ...received, ...more })).split('\n');

  test('is printed with its time, name, answer, verdict, id and body', () => {
    expect(linesOf()).toEqual([
      '14:15:22.123  reseller.created  200  signature ok',
      '              019f2b6c-f3d4-7a01-b6c7-2f9e4d5a6b7c',
      '  {',
      '    "event": "reseller.created",',
      '    "data": {',
      '      "id": "r1"',
      '    }',
      '  }',
      '',
    ]);
  });

  test('is printed with what is wrong with it, and the how-manieth attempt it is', () => {
    const [head] = linesOf({ attempt: 2, answer: 500, fault: 'No signature is of this id and this body.' });
    expect(head).toBe('14:15:22.123  reseller.created  500  No signature is of this id and this body.  attempt 2');
  });

  test('is printed without what would control a terminal', () => {
    const hostile = { id: '\u009b2J', event: '\u001b[2J', fault: '\u0007', body: '\u009b2J\u007f' };
    expect(linesOf(hostile).join('')).not.toMatch(/\p{Cc}/u);
    const line = formatLine({ ...received, ...hostile });
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(line)).toMatchObject(hostile);
  });

  test('is one line of JSON for programs', () => {
    const line = formatLine({ ...received, fault: 'bad' });
    expect([line.includes('\n'), JSON.parse(line)]).toEqual([false, { ...received, fault: 'bad', at: received.at.toISOString() }]);
  });
});
