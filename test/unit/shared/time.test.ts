import fc from 'fast-check';
import deliveries from '../../../functions/generated/listDeliveries.js';
import eventLogs from '../../../functions/generated/listEventLogs.js';
import { isDateTime, readDateTime, readHttpDate, timeOf } from '../../../functions/shared/contract/time.ts';

const NEW_YEAR_2017 = Date.UTC(2017, 0, 1);

/** Texts that are times, and the milliseconds they stand for. */
const TIMES: readonly (readonly [text: string, ms: number])[] = [
  ['2026-11-22T14:15:22.000Z', Date.UTC(2026, 10, 22, 14, 15, 22)],
  ['2026-11-22t14:15:22z', Date.UTC(2026, 10, 22, 14, 15, 22)],
  ['1970-01-01T00:00:00Z', 0],
  ['1969-12-31T23:59:59.5Z', -500],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ['0000-02-29T00:00:00Z', -62_162_121_600_000],
  ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ['9999-12-31T23:59:59-23:59', 253_402_300_799_000 + (23 * 60 + 59) * 60_000],
  ['2024-02-29T12:00:00Z', Date.UTC(2024, 1, 29, 12)],
  ['2000-02-29T12:00:00Z', Date.UTC(2000, 1, 29, 12)],
  // A local offset of -00:00 is unknown: the time is known in UTC (section 4.3).
  ['2026-11-22T00:00:00-00:00', Date.UTC(2026, 10, 22)],
  ['2026-11-22T00:00:00+23:59', Date.UTC(2026, 10, 21, 0, 1)],
  ['2026-11-22T00:00:00-23:59', Date.UTC(2026, 10, 22, 23, 59)],
  ['2026-11-22T00:00:00.1Z', Date.UTC(2026, 10, 22, 0, 0, 0, 100)],
  ['2026-11-22T00:00:00.0001Z', Date.UTC(2026, 10, 22, 0, 0, 0, 1)],
  ['2026-11-22T23:59:59.9999999999Z', Date.UTC(2026, 10, 23)],
  [`2026-11-22T00:00:00.123${'0'.repeat(5000)}Z`, Date.UTC(2026, 10, 22, 0, 0, 0, 123)],
  ['2016-12-31T23:59:60Z', NEW_YEAR_2017],
  ['2016-12-31T23:59:60.75Z', NEW_YEAR_2017],
  ['2017-01-01T00:59:60+01:00', NEW_YEAR_2017],
  ['2016-12-31T15:59:60-08:00', NEW_YEAR_2017],
  ['2016-12-31T00:00:60-23:59', NEW_YEAR_2017],
  ['2015-06-30T23:59:60Z', Date.UTC(2015, 6, 1)],
];

const NO_TIMES = [
  ...['', 'yesterday', '2026', '2026-11-22', '14:15:22Z', '2026-11-22T14:15Z', '2026-11-22T14:15:22'],
  ...[
    '2026-11-22T00:00:00+01',
    '2026-11-22T00:00:00+0100',
    '2026-11-22T00:00:00+1:00',
    '2026-11-22T00:00:00+24:00',
    '2026-11-22T00:00:00+00:60',
  ],
  ...[
    '2026-11-22 00:00:00Z',
    '2026-11-22_00:00:00Z',
    '2026-11-22T00:00:00 01:00',
    '2026-11-22T00:00:00 Z',
    ' 2026-11-22T00:00:00Z',
    '2026-11-22T00:00:00Z\n',
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
  ],
  ...['2026-11-00T00:00:00Z', '2026-11-32T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T00:60:00Z', '2026-11-22T00:00:61Z'],
  ...[
    '2026-11-22T23:59:60Z',
    '2016-12-31T23:58:60Z',
    '2016-12-31T22:59:60Z',
    '2016-12-31T23:59:60+01:00',
    '2017-01-01T00:59:60Z',
    '2016-02-30T23:59:60Z',
  ],
  ...['2026-11-22T00:00:00.Z', '2026-11-22T00:00:00,5Z', '26-11-22T00:00:00Z', '+002026-11-22T00:00:00Z', '12026-11-22T00:00:00Z'],
  ...['٢٠٢٦-11-22T00:00:00Z', '2026-11-22T00:00:00Zulu', '2026-11-22T00:00:00−01:00', 'Sun, 22 Nov 2026 14:15:22 GMT', '1700000000000'],
];

test.each(TIMES)('%s is a time', (text, ms) => {
  expect(readDateTime(text)).toBe(ms);
  expect(timeOf(text)).toBe(ms);
});

test.each(NO_TIMES)('"%s" is no time', (text) => {
  expect(readDateTime(text)).toBeUndefined();
  expect(() => timeOf(text)).toThrow(RangeError);
});

const [YEAR_0, YEAR_9999] = [-62_167_219_200_000, 253_402_300_799_999];
const instants = fc.integer({ min: YEAR_0, max: YEAR_9999 });
const offsets = fc.integer({ min: -1439, max: 1439 });

test('every instant is read back, at whichever offset and with however many digits it is written', () => {
  fc.assert(
    fc.property(instants, offsets, fc.nat({ max: 12 }), fc.boolean(), (at, minutes, zeros, small) => {
      const shown = at + minutes * 60_000;
      fc.pre(shown >= YEAR_0 && shown <= YEAR_9999);
      const text = new Date(shown).toISOString().replace('Z', '0'.repeat(zeros) + offsetText(minutes));
      expect(readDateTime(small ? text.toLowerCase() : text)).toBe(at);
    }),
  );
});

const offsetText = (minutes: number): string => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
};

test('a bound keeps its side: what is written later is never read as earlier', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(digits, digits, (one, other) => {
      const [first, second] = [one.padEnd(12, '0'), other.padEnd(12, '0')];
      const [earlier, later] = first < second ? [first, second] : [second, first];
      const read = (fraction: string) => timeOf(`2026-11-22T00:00:00.${fraction}Z`);
      expect(read(earlier)).toBeLessThanOrEqual(read(later));
      // A time that is stored has whole milliseconds; the bound holds it exactly when it is not
      // before the bound.
      const stored = Number(earlier.slice(0, 3));
      expect(stored >= read(later) - Date.UTC(2026, 10, 22)).toBe(stored * 1e9 >= Number(later));
    }),
  );
});

const mutated = fc
  .tuple(fc.constantFrom(...TIMES.map(([text]) => text), ...NO_TIMES), fc.nat(), fc.constantFrom(...'0123456789TtZz+-:. '))
  .map(([text, at, put]) => {
    const place = at % (text.length + 1);
    return [text, text.slice(0, place) + put + text.slice(place + 1)];
  });

test('the generated validators take exactly what is read as a time', () => {
  const input = (query: object) => ({ path: {}, query, header: {} });
  fc.assert(
    fc.property(mutated, (texts) => {
      for (const text of texts) {
        const isTime = isDateTime(text);
        expect([text, eventLogs(input({ from: text })), eventLogs(input({ to: text }))]).toEqual([text, isTime, isTime]);
        expect([text, deliveries(input({ from: text })), deliveries(input({ to: text }))]).toEqual([text, isTime, isTime]);
        if (isTime) expect(readDateTime(text)).not.toBeNaN();
      }
    }),
    { numRuns: 500 },
  );
});

test('a date of an HTTP header is read in the one form that is sent', () => {
  expect(readHttpDate('Sun, 22 Nov 2026 14:15:22 GMT')).toBe(Date.UTC(2026, 10, 22, 14, 15, 22));
  for (const text of [
    '',
    '5',
    'in 5 minutes',
    'Invalid Date',
    'Mon, 22 Nov 2026 14:15:22 GMT',
    'Sun, 30 Feb 2026 14:15:22 GMT',
    '2026-11-22',
  ]) {
    expect([text, readHttpDate(text)]).toEqual([text, undefined]);
  }
});
