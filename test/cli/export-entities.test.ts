import { stripVTControlCharacters } from 'node:util';
import { jest } from '@jest/globals';
import type { Api, Entity } from '../../cli/export/api.ts';
import { cellsOf } from '../../cli/export/csv.ts';
import { readEntities } from '../../cli/export/entities.ts';
import { ExportHalted } from '../../cli/export/export-halted.ts';
import { openProgress } from '../../cli/export/progress.ts';
import { collect } from './collect.ts';
import { exportOptions } from './options-of.ts';

/** An API that has these lists, by path and partner, and these partners. */
const apiOf = (lists: Readonly<Record<string, readonly Entity[]>>, partners: Readonly<Record<string, Entity>> = {}): Api => ({
  get: async (path) => partners[path] as Entity,
  async *pages(path, { partner } = {}) {
    const list = lists[partner === undefined ? path : `${path} ${partner}`];
    if (!list) throw new ExportHalted(`There is no ${path}`, 404);
    yield list;
  },
});

const read = async (api: Api, ...args: readonly string[]) => {
  const { items, error } = await collect(readEntities(api, exportOptions(args, {})));
  return { rows: items.flat(), error };
};

test('a reseller that is deleted during the export is left out, and the others are not', async () => {
  const api = apiOf({
    '/v3/resellers': [{ id: 'a' }, { id: 'gone' }, { id: 'b' }],
    '/v3/resellers/a/organizations': [{ name: 'A' }],
    '/v3/resellers/b/organizations': [{ name: 'B' }],
  });
  expect((await read(api, 'organizations')).rows).toEqual([
    { resellerId: 'a', name: 'A' },
    { resellerId: 'b', name: 'B' },
  ]);
});

test('a reseller that is named and does not exist ends it', async () => {
  const { error } = await read(apiOf({}), 'organizations', '--reseller', 'gone');
  expect(error).toEqual(new ExportHalted('There is no /v3/resellers/gone/organizations', 404));
});

test('all partners come with their paths, roots without a parent', async () => {
  const api = apiOf({
    '/v1/partners': [{ id: 1 }, { id: 2 }],
    '/v1/partners 1': [{ id: 3 }],
    '/v1/partners 3': [{ id: 4 }],
    '/v1/partners 2': [],
  });
  expect((await read(api, 'partners')).rows).toEqual([
    { id: 1, path: '/partners/1' },
    { id: 3, path: '/partners/1/3' },
    { id: 4, path: '/partners/1/3/4' },
    { id: 2, path: '/partners/2' },
  ]);
});

test('a branch that is found in two places, because it moved meanwhile, comes once', async () => {
  const api = apiOf({
    '/v1/partners': [{ id: 1 }, { id: 2 }],
    '/v1/partners 1': [{ id: 3 }],
    '/v1/partners 2': [{ id: 3 }, { id: 4 }],
    '/v1/partners 3': [],
    '/v1/partners 4': [],
  });
  expect((await read(api, 'partners')).rows.map(({ id }) => id)).toEqual([1, 3, 2, 4]);
});

test('the partner that a token is bound to is in its export', async () => {
  const parent = { id: 7, name: 'Seven' };
  const api = apiOf({ '/v1/partners': [{ id: 8, parent }], '/v1/partners 7': [{ id: 8, parent }] }, { '/v1/partners/7': { id: 7 } });
  expect((await read(api, 'partners')).rows).toEqual([
    { id: 7, path: '/partners/7' },
    { id: 8, path: '/partners/7/8', parent },
  ]);
});

test('a list without partners ends it with what to do, since the token may be bound', async () => {
  const { rows, error } = await read(apiOf({ '/v1/partners': [] }), 'partners');
  expect([rows, String(error)]).toEqual([[], expect.stringContaining('Export that one with --partner <id>.')]);
});

test('an id that would lead to another path ends it', async () => {
  const { error } = await read(apiOf({ '/v3/resellers': [{ id: '..' }] }), 'organizations');
  expect(error).toEqual(new ExportHalted('The API answered an id that is none: ..'));
});

test('a cell without a value is empty, and a value that is no cell ends it', () => {
  expect(cellsOf([['name']], { name: null })).toEqual(['']);
  expect(() => cellsOf([['a', 'b']], { a: { b: {} } })).toThrow('a.b is not one value');
});

test('progress is a line on a terminal, and nothing elsewhere', () => {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  const log = openProgress({ isTTY: false, write }, 'partners');
  log.add();
  expect([log.close(), written.join('')]).toEqual(['1 partners in 0:00', '']);

  jest.useFakeTimers();
  const line = openProgress({ isTTY: true, write }, 'partners');
  line.add();
  jest.advanceTimersByTime(300);
  line.close();
  jest.useRealTimers();
  expect(stripVTControlCharacters(written.join(''))).toMatch(/^\r1 partners {2}\d+\/s\r$/);
});
