import { OPERATIONS } from '../../../functions/operations.ts';
import type { Scenario } from './grants.ts';
import { answers, get, type Scene } from './scene.ts';

/**
 * The role by which API Gateway invokes the function of each route: without it, a request is 500.
 */
export const invokerScenarios = (scene: Scene): readonly Scenario[] => [
  ...OPERATIONS.filter(({ inFallback }) => !inFallback).map(({ contract: { operationId, method, path } }) =>
    answers(
      scene,
      'HttpApiInvoker',
      `invokes ${operationId}`,
      { method, path: path.replaceAll(/\{\w+\}/g, '1'), authorization: null },
      ...[200, 400, 401],
    ),
  ),
  answers(scene, 'HttpApiInvoker', 'invokes the reference page', get('/docs/assets/none'), 404),
  answers(scene, 'HttpApiInvoker', 'invokes the fallback', get('/no-such-route'), 404),
];
