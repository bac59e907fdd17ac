import { isDeepStrictEqual } from 'node:util';
import { type Finding, fail, ok, warn } from '../finding.ts';
import { type Api, objectIn } from './api.ts';

/** What is deployed is what this checkout holds. */
export const checkVersion = async (api: Api, own: object): Promise<Finding> => {
  const { status, text } = await api.send('GET', '/openapi.json');
  if (status !== 200) return fail(`GET /openapi.json answers ${status}`, 'Deploy the Api stack again.');
  const [theirs, ours] = [versionIn(objectIn(text)), versionIn(own)];
  if (theirs !== ours)
    return warn(`${theirs} is deployed; this checkout is ${ours}`, 'Deploy this checkout, or check out what is deployed.');
  if (isDeepStrictEqual(objectIn(text), own)) return ok(`${ours}, as this checkout`);
  return warn(`another document of the same version, ${ours}`, 'Deploy this checkout, or check out what is deployed.');
};

const versionIn = (document: object): string => String((document as { readonly info?: { readonly version?: string } }).info?.version);
