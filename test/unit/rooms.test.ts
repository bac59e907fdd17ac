import { everyImport, type Import } from './every-import.ts';

const imports = everyImport();

test('every import of the house names a file that exists', () => {
  expect(imports.length).toBeGreaterThan(2000);
  expect(imports.filter(({ isFound }) => !isFound).map(nameOf)).toEqual([]);
});

test('nothing but tests imports from tests', () => {
  const isTest = (path: string) => /^(?:packages\/[^/]+\/)?test\//.test(path);
  const forbidden = imports.filter(({ from, to }) => isTest(to) && !isTest(from));
  expect(forbidden.map(nameOf)).toEqual([]);
});

test('only tests, benchmarks and proofs import from testing/', () => {
  const isAllowed = (path: string) => /^(?:packages\/[^/]+\/)?(?:test|testing|bench|prove)\//.test(path);
  const forbidden = imports.filter(({ from, to }) => to.startsWith('testing/') && !isAllowed(from));
  expect(forbidden.map(nameOf)).toEqual([]);
});

test('no files import each other in a circle, types included', () => {
  expect(circlesOf(imports.map(({ from, to }) => [from, to]))).toEqual([]);
});

/** A room is a folder; what stands at the top of a folder is above its rooms. */
test.each(['lib', 'functions', 'functions/partners', 'functions/shared', 'cli', 'tools', 'emulator', 'bench', 'prove', 'testing'])(
  'no rooms of %s import each other in a circle',
  (folder) => {
    const roomOf = (path: string): string | undefined => new RegExp(`^${folder}/([^/]+)/`).exec(path)?.[1];
    const between = imports.flatMap(({ from, to }): readonly (readonly [string, string])[] => {
      const [one, other] = [roomOf(from), roomOf(to)];
      return one === undefined || other === undefined || one === other ? [] : [[one, other]];
    });
    expect(circlesOf(between)).toEqual([]);
  },
);

test.each(['lib', 'functions', 'cli', 'tools', 'emulator', 'bench', 'prove'])(
  'no room of %s imports what stands at the top of the folder',
  (folder) => {
    const isTop = (path: string) => new RegExp(`^${folder}/[^/]+$`).test(path);
    const isInRoom = (path: string) => new RegExp(`^${folder}/[^/]+/`).test(path);
    const upward = imports.filter(({ from, to }) => isInRoom(from) && isTop(to));
    expect(upward.map(nameOf)).toEqual([]);
  },
);

test('commands, tools, the emulator suite and benchmarks import each other in one direction', () => {
  const folders = ['cli', 'tools', 'emulator', 'bench', 'prove', 'testing'];
  const topOf = (path: string): string => path.split('/')[0] ?? '';
  const between = imports
    .map(({ from, to }) => [topOf(from), topOf(to)] as const)
    .filter(([one, other]) => one !== other && folders.includes(one) && folders.includes(other));
  expect(circlesOf(between)).toEqual([]);
});

const nameOf = ({ from, to }: Import): string => `${from} → ${to}`;

const circlesOf = (arrows: readonly (readonly [from: string, to: string])[]): readonly string[] => {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of arrows) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (place: string, trail: readonly string[]): void => {
    if (trail.includes(place)) circles.push([...trail.slice(trail.indexOf(place)), place].join(' → '));
    if (done.has(place) || trail.includes(place)) return;
    for (const target of targets.get(place) ?? []) visit(target, [...trail, place]);
    done.add(place);
  };
  for (const place of targets.keys()) visit(place, []);
  return circles;
};
