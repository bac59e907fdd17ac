import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * Creates a module of `functions/generated/` with a document of `docs/`, compressed, in base64: as
 * it is, the OpenAPI document would be three times as large as any other function.
 */
export const compactDocument = (file: string): string => {
  const document: unknown = JSON.parse(readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8'));
  // The best quality takes ten times as long for a tenth less.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return `export const DOCUMENT = '${brotliCompressSync(JSON.stringify(document), { params }).toString('base64')}';\n`;
};

export const COMPACT_DOCUMENT_TYPES = 'export declare const DOCUMENT: string;\n';
