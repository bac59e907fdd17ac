import { LANGUAGES } from '../support/receivers/languages.ts';
import { testVectors } from '../support/receivers/suite.ts';

describe.each(Object.values(LANGUAGES).map((language) => [language.name, language] as const))('the receiver in %s', (_, language) =>
  testVectors(language),
);
