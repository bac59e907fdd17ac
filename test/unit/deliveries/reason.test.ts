import { type Delivery, shownDelivery } from '../../../functions/deliveries/delivery.ts';
import { reasonOf, statusIn } from '../../../functions/deliveries/reason.ts';

const answered = (status: number) => `Unable to invoke ApiDestination endpoint: Request failed with status code ${status}.`;
const UNREACHABLE = 'Unable to invoke ApiDestination endpoint: endpoint cannot be reached (ECONNREFUSED).';

test.each([
  ['SDK_CLIENT_ERROR', { errorMessage: answered(422) }, 'The endpoint answered 422, which is not retried.'],
  [
    'ERROR_FROM_TARGET',
    { errorMessage: answered(503), condition: 'MaximumRetryAttempts', retryAttempts: 185 },
    'The endpoint answered 503 at the last of 186 attempts.',
  ],
  [
    'TIMEOUT',
    { condition: 'MaximumEventAgeInSeconds', retryAttempts: 9 },
    'The endpoint did not answer in time at the last of 10 attempts.',
  ],
  ['SDK_CLIENT_ERROR', { errorMessage: UNREACHABLE }, 'The endpoint could not be reached, or refused the request, which is not retried.'],
  ['TIMEOUT', { condition: 'MaximumEventAgeInSeconds', retryAttempts: 0 }, 'The endpoint did not answer in time.'],
  ['NEW_CODE', { retryAttempts: 2 }, 'EventBridge reported NEW_CODE.'],
])('%s is read as what happened', (errorCode, failed, sentence) => {
  expect(reasonOf({ errorCode, ...failed })).toBe(sentence);
});

test('what was delivered has no reason', () => {
  expect(shownDelivery({ id: 'd', result: 'delivered', retryAttempts: 2 } as Delivery)).not.toHaveProperty('reason');
});

test.each([
  [answered(301), 301],
  ['Request failed with status code 4100.', undefined],
  ['Timeout after 410 ms', undefined],
])('the status in %s', (message, status) => {
  expect(statusIn(message)).toBe(status);
});
