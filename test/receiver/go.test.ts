import { LANGUAGES } from '../support/receivers/languages.ts';
import { testReceiver } from '../support/receivers/suite.ts';

testReceiver(LANGUAGES.go);
