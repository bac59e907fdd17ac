import { readFileSync } from 'node:fs';

const DOCUMENTS = ['openapi.json', 'openapi-dry-run.json', 'asyncapi.json'];

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'));

/** Lists every pattern of the documents of the API and its events, each once. */
export const documentedPatterns = (): readonly string[] => patternsOf(DOCUMENTS.map(read));

/** Lists every pattern of some schemas, each once. */
export const patternsOf = (schemas: unknown): readonly string[] => {
  const found = new Set<string>();
  JSON.stringify(schemas, (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') found.add(value);
    return value;
  });
  return [...found];
};
