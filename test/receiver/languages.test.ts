import { LANGUAGES } from '../support/receivers/languages.ts';
import { testReceiver } from '../support/receivers/suite.ts';

describe('the receiver in Python', () => testReceiver(LANGUAGES.python));

describe('the receiver in Java', () => testReceiver(LANGUAGES.java));
