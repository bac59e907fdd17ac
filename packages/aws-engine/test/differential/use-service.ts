import { type Service, startService } from './compare.ts';
import { shareErrors } from './realm.ts';

/**
 * Starts a service for the tests of a file, and makes every pause between attempts a five-hundredth
 * of the longest. Returns how to get the service once it runs.
 */
export const useService = (signingName: string): (() => Service) => {
  const { random } = Math;
  const started: { service?: Service } = {};
  const service = (): Service => started.service as Service;

  beforeAll(async () => {
    shareErrors();
    Math.random = () => 0.002;
    started.service = await startService({ region: 'eu-west-1', service: signingName });
  });

  afterAll(async () => {
    Math.random = random;
    await service().stop();
  });

  return service;
};
