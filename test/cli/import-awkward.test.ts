import { creationViolations } from '../../functions/organizations/create.ts';
import { beside, readFileRows, sent } from './import-rows.ts';

/**
 * Each row of the file: its number in a spreadsheet, the beginning of its name, and whether it goes
 * in, is refused here with a reason, or is refused by the rules of the API.
 */
const ROWS: readonly (readonly [row: number, name: string, outcome: string])[] = [
  [2, 'Org 1 email display name', 'API: /email invalid-email'],
  [3, 'Org 2 email two ;', 'API: /email invalid-email'],
  [4, 'Org 3 email two ,', 'API: /email invalid-email'],
  [5, 'Org 4 email mailto', 'API: /email invalid-email'],
  [6, 'Org 5 email lead space', 'in'],
  [7, 'Org 6 email trail space', 'in'],
  [8, 'Org 7 email nbsp', 'in'],
  [9, 'Org 8 email zero width', 'in'],
  [10, 'Org 9 email upper', 'in'],
  [11, 'Org 10 email idn', 'API: /email invalid-email'],
  [12, 'Org 11 email utf8 local', 'API: /email invalid-email'],
  [13, 'Org 12 email empty', 'here: email is empty: ….'],
  [14, 'Org 13 email N/A', 'API: /email invalid-email'],
  [15, 'Org 14 email plus', 'in'],
  [16, 'Org 15 email apostrophe', 'in'],
  [17, 'Org 16 email trailing do', 'API: /email invalid-email'],
  [18, 'Org 17 users Unlimited', 'here: allowedUsers is "Unlimited": unlimited is written -1.'],
  [19, 'Org 18 users -1', 'in'],
  [20, 'Org 19 users empty', 'here: allowedUsers is empty: ….'],
  [21, 'Org 20 users 1,250', 'here: allowedUsers is "1,250": write it without separators: 1250, if that is meant.'],
  [22, 'Org 21 users 1.250', 'here: allowedUsers is "1.250": write it without separators: 1250, if that is meant.'],
  [23, 'Org 22 users 25.0', 'here: allowedUsers is "25.0": write it without decimals: 25.'],
  [24, 'Org 23 users 25.00', 'here: allowedUsers is "25.00": write it without decimals: 25.'],
  [25, 'Org 24 users space 25', 'in'],
  [26, 'Org 25 users 25 trail', 'in'],
  [27, 'Org 26 users +25', 'here: allowedUsers is "+25": write it without a sign: 25.'],
  [28, 'Org 27 users 025', 'in'],
  [29, 'Org 28 users 1E+02', 'here: allowedUsers is "1E+02": a spreadsheet has written it in scientific notation: write the number out.'],
  [30, 'Org 29 users 101 over re', 'in'],
  [31, 'Org 30 users N/A', 'here: allowedUsers is "N/A": it is no whole number.'],
  [32, 'Org 31 users 25 seats', 'here: allowedUsers is "25 seats": it is no whole number.'],
  [33, 'Org 32 users 0', 'in'],
  [34, 'Org 33 ext slash', 'here: externalId is "2021/582258/07": "/" cannot stand in it: …'],
  [35, 'Org 34 ext space', 'here: externalId is "ACME 01": " " cannot stand in it: …'],
  [36, 'Org 35 ext zeros', 'in'],
  [37, 'Org 36 ext sci', 'here: externalId is "1.23E+11": a spreadsheet has written it in scientific notation, …'],
  [38, 'Org 37 ext sci2', 'here: externalId is "1.23E+11": a spreadsheet has written it in scientific notation, …'],
  [39, 'Org 38 ext case a', 'in'],
  [40, 'Org 39 ext case A', 'in'],
  [41, 'Org 40 ext #', 'here: externalId is "A#1": "#" cannot stand in it: …'],
  [42, 'Org 41 ext pct', 'here: externalId is "a%2Fb": "%" cannot stand in it: …'],
  [43, 'Org 42 ext umlaut', 'here: externalId is "Kü-1": "ü" cannot stand in it: …'],
  [
    44,
    'Org 43 ext apos',
    `here: externalId is "'7000000000001": it begins with the apostrophe by which a spreadsheet marks text: remove the apostrophe.`,
  ],
  [45, 'Org 44 ext pipe', 'here: externalId is "auth0|abc": "|" cannot stand in it: …'],
  [46, 'Org 45 ext dn', 'in'],
  [47, 'Org 46 ext url', 'here: externalId is "https://x.example/1": "/" cannot stand in it: …'],
  [48, 'Org 47 ext trail space', 'in'],
  [49, 'Org 48 ext braces guid', 'here: externalId is "{0F3B1C4E-0000-4000-8000-000000000001}": "{" cannot stand in it: …'],
  [50, 'Acme Inc.', 'in'],
  [51, 'ACME INC.', 'in'],
  [52, ' Acme  Inc. ', 'in'],
  [53, 'Acme, Inc', 'in'],
  [54, 'Acme\u00a0Inc.', 'in'],
  [55, 'xxxxxxxxxxxxxxxxxxxxxxxx', 'API: /name too-long'],
  [56, 'yyyyyyyyyyyyyyyyyyyyyyyy', 'in'],
  [57, '=HYPERLINK("x")', 'in'],
  [58, 'A\tB', 'API: /name invalid-characters'],
  [59, 'Line1\nLine2', 'API: /name invalid-characters'],
  [60, 'Mu\u0308ller', 'in'],
  [61, 'Müller', 'in'],
  [62, 'Total', 'here: email is empty: …; allowedUsers is empty: ….'],
  [63, 'Café ☕ 株式会社', 'in'],
  [64, 'Org 63 addr 257', 'API: /address/addressLine1 too-long'],
  [65, 'Org 64 addr newline', 'in'],
  [66, 'Org 65 addr crlf', 'in'],
  [67, 'Org 66 country full', 'in'],
  [68, 'Org 67 zip zeros', 'in'],
  [69, 'Org 68 desc 257', 'API: /description too-long'],
  [70, 'Org 69 desc nl', 'in'],
  [71, 'Org 70 meta 513', 'API: /metadata/phone too-long'],
  [72, 'Org 71 meta phone', 'in'],
  [73, 'Twin', 'in'],
  [74, 'Twin', 'in'],
];

const outcomeOf = (row: Parameters<typeof sent>[0]): string => {
  if (row && 'code' in row)
    return `here: ${row.detail
      .replace(/: import it with.*/, ': …')
      .replace(/, so that digits.*/, ', …')
      .replace(/: fill it in, or give all such rows one value by --set \w+=…/g, ': …')}`;
  const violations = creationViolations({ path: { resellerId: 'r-1' }, header: {}, body: sent(row) });
  return violations.length === 0 ? 'in' : `API: ${violations.map(({ pointer, code }) => `${pointer} ${code}`).join()}`;
};

test('each awkward row goes in or is refused with its reason', async () => {
  const { items, trimmed } = await readFileRows(beside('import-files/awkward-values.csv'));
  expect(items.map((row) => [row.original?.row, (row.original?.cells?.[0] ?? '').slice(0, 24), outcomeOf(row)])).toEqual(ROWS);
  expect(trimmed()).toBe(8);
});

test('space of every kind around a value is removed, and within a value is kept', async () => {
  const { items } = await readFileRows(beside('import-files/awkward-values.csv'));
  const emails = items.slice(4, 8).map((row) => sent(row).email);
  expect(new Set(emails)).toEqual(new Set(['a@org.example']));
  expect(sent(items[23])).toMatchObject({ allowedUsers: 25 });
  expect(sent(items[50])).toMatchObject({ name: 'Acme  Inc.' });
});

test('external ids that a path cannot hold go in encoded, or as metadata', async () => {
  const ids = async (mode: string) => {
    const { items } = await readFileRows(beside('import-files/awkward-values.csv'), ['--external-id', mode]);
    return [33, 36, 40, 45]
      .map((row) => sent(items[row - 1]))
      .map(({ externalId, metadata, refused }) => ({ externalId, metadata, refused }));
  };
  expect(await ids('encode')).toEqual([
    { externalId: '2021~2F582258~2F07' },
    { refused: 'invalid-value' },
    { externalId: 'A~231' },
    { externalId: 'CN=Acme,OU=Cust' },
  ]);
  expect(await ids('metadata')).toMatchObject([
    { metadata: { externalId: '2021/582258/07' } },
    { refused: 'invalid-value' },
    { metadata: { externalId: 'A#1' } },
    { externalId: 'CN=Acme,OU=Cust' },
  ]);
});
