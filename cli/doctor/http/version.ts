import { isDeepStrictEqual } from 'node:util';
import { type Finding, fail, ok, warn } from '../finding.ts';
import { type Api, parseObject } from './api.ts';

/** Checks that the deployed version is that of this checkout. */
export const checkVersion = async (api: Api, own: object): Promise<Finding> => {
  const { status, text } = await api.send('GET', '/openapi.json');
  if (status !== 200) return fail(`GET /openapi.json answers ${status}`, 'Deploy the Api stack again.');
  const [theirs, ours] = [readVersion(parseObject(text)), readVersion(own)];
  if (theirs !== ours)
    return warn(`${theirs} is deployed; this checkout is ${ours}`, 'Deploy this checkout, or check out what is deployed.');
  if (isDeepStrictEqual(parseObject(text), own)) return ok(`${ours}, as this checkout`);
  return warn(`another document of the same version, ${ours}`, 'Deploy this checkout, or check out what is deployed.');
};

const readVersion = (document: object): string => String((document as { readonly info?: { readonly version?: string } }).info?.version);
