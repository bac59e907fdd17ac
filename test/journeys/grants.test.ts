import { findUnneeded } from '../support/grants/grants.ts';
import { provingGrants } from '../support/grants/proving.ts';

provingGrants('the policies of the template, by the requests that they allow', findUnneeded);
