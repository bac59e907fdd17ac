import { prefersHtml } from '../../../functions/system/accept.ts';

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html', true],
  ['TEXT/HTML; charset=utf-8', true],
  ['text/*', true],
  ['application/json;q=0.5, text/html;q=0.6', true],
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['application/json', false],
  ['application/json, text/html;q=0.9', false],
  ['text/html, application/json', false],
  ['text/html;q=0, */*', false],
  ['text/html;q=high', false],
  ['image/png', false],
])('a request that accepts %s is answered by a page: %s', (accept, isPage) => {
  expect(prefersHtml(accept)).toBe(isPage);
});
