/** Lets the handlers run on the engine that their bundles have, in place of the SDK. */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

const SDK = /^@aws-sdk\/((?:client|lib|util)-[\w-]+)$/;

const engineOf = (specifier: string): URL | undefined => {
  const name = SDK.exec(specifier)?.[1];
  const file = name === undefined ? undefined : new URL(`../../../packages/aws-engine/src/${name}.ts`, import.meta.url);
  return file && existsSync(file) ? file : undefined;
};

// Nothing that uses the one or the other may be loaded before.
registerHooks({ resolve: (specifier, context, next) => next(engineOf(specifier)?.href ?? specifier, context) });
await import('./source-server.ts');
