import { ASSETS } from '../../../functions/generated/reference.js';
import { referencePage } from '../../../functions/system/reference-page.ts';

const rendered = (path: string, hasLocalTokens = false) => referencePage(path, { nonce: 'once+A/B', hasLocalTokens });

test.each([
  ['/docs', '/openapi.json'],
  ['/docs/events', '/asyncapi.json'],
])('%s renders %s, and leads to the other page and to the start', (path, document) => {
  const { body = '' } = rendered(path) ?? {};
  expect(body).toContain(`data-document="${document}"`);
  for (const link of ['/', '/docs', '/docs/events']) expect(body).toContain(`href="${link}"`);
  expect(body).toContain(`<a href="${path}" aria-current="page">`);
});

test('no other path has a page', () => {
  expect(['/docs/', '/docs/none', '/', 'toString'].map((path) => rendered(path))).toEqual(Array(4).fill(undefined));
});

test('its policy takes scripts of the installation alone, and the styles that have the nonce', () => {
  const policy = String(rendered('/docs')?.headers['content-security-policy']);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-once+A/B';");
  expect(policy).toContain("base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
});

test('it has neither scripts nor styles nor handlers of its own, and loads nothing but the files of this version', () => {
  const { body = '' } = rendered('/docs', true) ?? {};
  expect(body).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|javascript:/i);
  const loaded = [...body.matchAll(/(?:src|<link rel="stylesheet" href)="([^"]*)"/g)].map(([, address]) => address);
  expect(loaded).toHaveLength(3);
  expect(new Set(loaded)).toEqual(new Set(Object.values(ASSETS).map((name) => `/docs/assets/${name}`)));
});

test('only the page of the API on the embedded runtime offers a token', () => {
  const offering = [rendered('/docs', true), rendered('/docs'), rendered('/docs/events', true)].map((page) =>
    page?.body.includes('<button'),
  );
  expect(offering).toEqual([true, false, false]);
});
