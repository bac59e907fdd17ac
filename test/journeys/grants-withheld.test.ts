import { findUnmissed } from '../support/grants/grants.ts';
import { provingGrants } from '../support/grants/proving.ts';

provingGrants('the policies of the template, by what fails without a grant', findUnmissed);
