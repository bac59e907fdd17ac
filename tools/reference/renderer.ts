import { readFileSync } from 'node:fs';

const PACKAGE = '@scalar/fastify-api-reference';

interface Route {
  readonly url: string;
  readonly handler: (request: undefined, reply: Answer) => unknown;
}

interface Answer {
  header(): Answer;
  send(text: string): void;
}

type Plugin = (server: object, options: object, next: () => void) => void;

/** Returns the version of the renderer that is installed. */
export const rendererVersion = (): string => {
  const manifest = new URL(`../../node_modules/${PACKAGE}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
};

/**
 * Returns the script of the renderer, with everything in it. The package is a plugin of a server:
 * it is asked for the file that it would serve.
 * @throws {Error} when it serves none
 */
export const readRenderer = async (): Promise<string> => {
  const plugin = ((await import(PACKAGE)) as { readonly default: Plugin }).default;
  const routes: Route[] = [];
  const server = { log: console, initialConfig: {}, hasPlugin: () => false, route: (route: Route) => void routes.push(route) };
  plugin(server, { routePrefix: '/docs', configuration: { url: '/openapi.json' } }, () => undefined);
  const script = routes.find(({ url }) => url.endsWith('.js'));
  let text = '';
  const answer: Answer = {
    header: () => answer,
    send(sent) {
      text = sent;
    },
  };
  script?.handler(undefined, answer);
  if (!text.includes('createApiReference')) throw new Error(`${PACKAGE} serves no script of the renderer`);
  // Its map is not served.
  return `${NOTICE}${text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')}`;
};

const NOTICE = `/*! Scalar API Reference ${rendererVersion()}, https://github.com/scalar/scalar, MIT License */\n`;
