import { LANGUAGES } from '../support/receivers/languages.ts';
import { testReceiver } from '../support/receivers/suite.ts';

describe('the receiver in Go', () => testReceiver(LANGUAGES.go));
