import { partnerScenarios } from '../support/grants/partner-scenarios.ts';
import { type Scenario, unproven } from '../support/grants/proof.ts';
import { openScene, type Scene } from '../support/grants/scene.ts';
import { inMachineRoom, journey } from '../support/journey.ts';

const AT_ONCE = 4;

/** Runs the groups of scenarios, a few at a time. */
const proven = async (scene: Scene, scenarios: readonly Scenario[], atOnce: number): Promise<readonly string[]> => {
  const groups = [...Map.groupBy(scenarios, ({ of }) => of).values()];
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let group = groups.shift(); group; group = groups.shift()) faults.push(...(await unproven(scene.room, group)));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return faults;
};

inMachineRoom('the policies of the template', () => {
  const here = journey();

  test('each grant of the functions behind the API is needed', async () => {
    const scene = await openScene(here.room);
    const scenarios = await partnerScenarios(scene);
    expect(await proven(scene, scenarios, AT_ONCE)).toEqual([]);
    scene.stop();
  }, 300_000);
});
