/** A page of HTML; its texts are markup. */
interface Page {
  readonly title: string;
  /** Elements of the head, after those of every page. */
  readonly head?: string;
  readonly body: string;
  /** The sources of its Content-Security-Policy beyond none. */
  readonly sources: Readonly<Record<`${string}-src`, string>>;
}

/**
 * Returns the headers of an answer that a browser shows. No other page may frame it, it sends no
 * address to others, and it loads nothing but `sources`.
 */
export const browserHeaders = (contentType: string, sources: Page['sources']) => ({
  'content-type': contentType,
  'content-security-policy': [
    "default-src 'none'",
    ...Object.entries(sources).map(([directive, allowed]) => `${directive} ${allowed}`),
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
});

/** Returns the reply with a page. */
export const renderPage = ({ title, head = '', body, sources }: Page) => ({
  status: 200,
  headers: browserHeaders('text/html; charset=utf-8', sources),
  body: [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    // Or browsers ask for /favicon.ico.
    '<link rel="icon" href="data:,">',
    `${head}</head>`,
    `<body>${body}</body>`,
    '</html>',
    '',
  ].join('\n'),
});
