import { openApiTokens } from '../shared/api-tokens.ts';
import type { Tokens } from '../shared/tokens.ts';
import type { ImportOptions } from './options.ts';

/** Opens the tokens of an import. @throws {UsageError} when there is no way to get one */
export const tokensFor = (options: ImportOptions): Tokens =>
  openApiTokens(options, {
    permissions: ['reseller:organization:create', ...(options.update ? ['reseller:organization:update'] : [])],
    reseller: options.reseller,
  });
