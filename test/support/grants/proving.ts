import { journey, withRuntime } from '../journey.ts';
import { canaryScenarios } from './canary-scenarios.ts';
import { destinationScenarios, publisherScenarios, welcomeScenarios } from './event-scenarios.ts';
import { describeGrant, ownedBy, type Proof, type Scenario } from './grants.ts';
import { invokerScenarios } from './invoker-scenarios.ts';
import { partnerScenarios } from './partner-scenarios.ts';
import { passwordScenarios, resetScenarios } from './password-scenarios.ts';
import { partnerPutScenarios, resellerPutScenarios } from './put-scenarios.ts';
import { collectorScenarios, reconcilerScenarios } from './reconciler-scenarios.ts';
import { organizationScenarios, resellerScenarios } from './reseller-scenarios.ts';
import { openScene, type Scene } from './scene.ts';
import { systemScenarios, webhookScenarios } from './webhook-scenarios.ts';

const AT_ONCE = 4;

/** Tests a proof of each grant of the template, in a system of its own. */
export const provingGrants = (name: string, prove: Proof): void =>
  withRuntime(name, () => {
    // The last part of a place says what it answers.
    const here = journey({ respond: ({ endpoint }) => Number(/-(\d{3})$/.exec(endpoint)?.[1] ?? 200), alone: true });
    const owners: string[] = [];
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene(here.system);
    });
    afterAll(() => scene.stop());

    /** Runs groups of scenarios, so many at once. */
    const doubts = async (scenarios: readonly Scenario[], atOnce: number): Promise<readonly string[]> => {
      const groups = [...Map.groupBy(scenarios, ({ of }) => of)];
      owners.push(...groups.map(([of]) => of));
      const found: string[] = [];
      const work = async (): Promise<void> => {
        for (let next = groups.shift(); next; next = groups.shift()) found.push(...(await prove(here.system, next[1])));
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return found;
    };

    test('each grant of the functions behind the API is needed', async () => {
      const scenarios = [
        ...(await partnerScenarios(scene)),
        ...(await partnerPutScenarios(scene)),
        ...(await passwordScenarios(scene)),
        ...(await resellerScenarios(scene)),
        ...(await resellerPutScenarios(scene)),
        ...(await organizationScenarios(scene)),
        ...(await webhookScenarios(scene)),
        ...systemScenarios(scene),
      ];
      expect(await doubts(scenarios, AT_ONCE)).toEqual([]);
    }, 300_000);

    // Alone: every other scenario needs these grants.
    test('each grant by which the gateway invokes a function is needed', async () => {
      expect(await doubts(invokerScenarios(scene), 1)).toEqual([]);
    }, 300_000);

    // One after the other: what one does is what another waits for.
    test('each grant of what happens after a request, and of what EventBridge may do, is needed', async () => {
      const scenarios = [
        ...publisherScenarios(scene),
        ...(await welcomeScenarios(scene)),
        ...(await resetScenarios(scene)),
        ...(await destinationScenarios(scene, 'of-a-tenant')),
        ...(await collectorScenarios(scene)),
        ...(await reconcilerScenarios(scene)),
        ...canaryScenarios(scene),
      ];
      expect(await doubts(scenarios, 1)).toEqual([]);
    }, 300_000);

    test('no grant of the template was left out', () => {
      const grants = here.system.runtime.iam.grants();
      expect(grants.length).toBeGreaterThan(400);
      expect(grants.filter((grant) => owners.every((of) => ownedBy(of, [grant]).length === 0)).map(describeGrant)).toEqual([]);
    });
  });
