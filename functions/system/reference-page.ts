import { ASSETS } from '../generated/reference.js';
import { renderPage } from './page.ts';

const PAGES: ReadonlyMap<string, { readonly name: string; readonly document: string }> = new Map([
  ['/docs', { name: 'API', document: '/openapi.json' }],
  ['/docs/events', { name: 'Events', document: '/asyncapi.json' }],
]);

interface ReferenceOptions {
  /** Of this answer alone: the renderer gives it to the styles that it makes. */
  readonly nonce: string;
  /** Offers a token of the embedded runtime with one click. */
  readonly hasLocalTokens: boolean;
}

/** Returns the page of a path, with the renderer of its document; undefined for another path. */
export const referencePage = (path: string, { nonce, hasLocalTokens }: ReferenceOptions) => {
  const page = PAGES.get(path);
  if (!page) return undefined;
  const links = [...PAGES].map(([target, { name }]) => `<a href="${target}"${target === path ? ' aria-current="page"' : ''}>${name}</a>`);
  return renderPage({
    title: `Tenantry: ${page.name}`,
    head: [
      `<meta property="csp-nonce" content="${nonce}">`,
      `<link rel="stylesheet" href="/docs/assets/${ASSETS.style}">`,
      ...[ASSETS.script, ASSETS.renderer].map((name) => `<script defer src="/docs/assets/${name}"></script>`),
      '',
    ].join('\n'),
    body: [
      `<header><nav aria-label="Documents"><a href="/">Tenantry</a>${links.join('')}</nav>`,
      hasLocalTokens && page.document === '/openapi.json'
        ? '<span role="status" id="token-status"></span><button type="button" id="token">Use a local token</button>'
        : '',
      '</header>',
      `<div id="reference" data-document="${page.document}"></div>`,
      `<noscript>The reference needs JavaScript; the document is <a href="${page.document}">${page.document}</a>.</noscript>`,
    ].join('\n'),
    sources: {
      'script-src': "'self'",
      'style-src': `'self' 'nonce-${nonce}'`,
      'img-src': 'data:',
      'font-src': 'data:',
      'connect-src': "'self'",
    },
  });
};
