import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

/**
 * Creates a module of `functions/generated/` with a document of `docs/`, compressed, in base64: as
 * it is, the OpenAPI document would be three times as large as any other function.
 */
export const compactDocument = (file: string): string => {
  const document: unknown = JSON.parse(readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8'));
  return `export const DOCUMENT = '${brotliCompressSync(JSON.stringify(document)).toString('base64')}';\n`;
};

export const COMPACT_DOCUMENT_TYPES = 'export declare const DOCUMENT: string;\n';
