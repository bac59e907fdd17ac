import { createHash } from 'node:crypto';
import validate from '../generated/getIndex.js';
import { once } from '../shared/base/once.ts';
import { setting } from '../shared/runtime.ts';
import { prefersHtml } from './accept.ts';
import { getIndex as contract } from './contract.ts';
import { publicHandler } from './document.ts';
import { renderPage } from './page.ts';

const VARY = { vary: 'Accept' } as const;

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:10vh auto;padding:0 1rem}',
  'li{margin:.75rem 0}',
  'code{font-size:.9em}',
].join('');

const SHA256 = createHash('sha256').update(STYLE).digest('base64');

const LINKS = [
  ['/openapi.json', 'The API', 'OpenAPI 3.1'],
  ['/asyncapi.json', 'The events', 'AsyncAPI 3.0'],
  ['/healthz', 'Readiness', 'whether the table can be read'],
  ['/.well-known/webhook-keys.json', 'Webhook keys', 'the public keys of signatures'],
] as const;

const REFERENCE_LINKS = [
  ['/docs', 'Reference of the API', 'to read and to try'],
  ['/docs/events', 'Reference of the events', 'on the bus and as webhooks'],
] as const;

const item = ([path, name, note]: readonly [path: string, name: string, note: string]): string =>
  `<li><a href="${path}">${name}</a>: ${note}. <code>${path}</code></li>`;

const isReferenceServed = (): boolean => setting('REFERENCE_PAGE') === 'true';

const page = once(() => {
  const { headers, ...rest } = renderPage({
    title: 'Tenantry',
    head: `<style>${STYLE}</style>`,
    body: [
      '<main><h1>Tenantry</h1>',
      '<p>A self-hosted provisioning API for channel businesses.</p>',
      `<ul>${[...(isReferenceServed() ? REFERENCE_LINKS : []), ...LINKS].map(item).join('\n')}</ul></main>`,
    ].join('\n'),
    sources: { 'style-src': `'sha256-${SHA256}'`, 'img-src': 'data:' },
  });
  return { ...rest, headers: { ...headers, ...VARY } };
});

const { docs, ...always } = contract.response.example;

const json = once(() => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...VARY },
  body: JSON.stringify({ ...always, ...(isReferenceServed() && { docs }) }),
}));

/** Returns where to begin; everybody may ask, so it reads nothing. */
export const handler = publicHandler(contract, validate, ({ headers }) => (prefersHtml(headers.accept) ? page() : json()));
