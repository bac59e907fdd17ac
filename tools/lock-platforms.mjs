// Completes package-lock.json with the platform packages (os/cpu variants) that the registry
// in use did not offer, so that `npm ci` works on every platform. Idempotent; run after
// `npm update`/`npm install` when `node tools/lock-platforms.mjs --check` fails.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
const pk = lock.packages;
const OS = ['darwin', 'linux', 'win32', 'win', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];
function platform(name) {
  const parts = name.replace(/^@[^/]+\//, '').split('-');
  let os = parts.find((p) => OS.includes(p));
  const cpu = parts.find((p) => CPU.includes(p));
  if (!os || !cpu) return undefined;
  if (os === 'win') os = 'win32';
  const tail = parts.at(-1);
  const libc = os !== 'linux' ? undefined : /musl/.test(tail) ? 'musl' : /gnu/.test(tail) ? 'glibc' : undefined;
  return { os, cpu, libc };
}
const found = (from, name) => {
  for (let q = from; ; ) {
    if (pk[`${q ? `${q}/` : ''}node_modules/${name}`]) return true;
    if (!q) return false;
    const i = q.lastIndexOf('/node_modules/');
    q = i < 0 ? '' : q.slice(0, i);
  }
};
const added = [];
for (const [path, e] of Object.entries(pk)) {
  for (const [name, range] of Object.entries(e.optionalDependencies ?? {})) {
    if (found(path, name)) continue;
    const p = platform(name);
    if (!p || !/^\d+\.\d+\.\d+/.test(range)) {
      console.warn(`skip ${path} -> ${name}@${range}`);
      continue;
    }
    const i = path.lastIndexOf('node_modules/');
    const at = i < 0 ? '' : path.slice(0, i);
    const isNode = /^node-/.test(name);
    added.push(`${at}node_modules/${name}`);
    pk[`${at}node_modules/${name}`] = {
      version: range,
      cpu: [p.cpu],
      ...(e.dev && { dev: true }),
      ...(p.libc && { libc: [p.libc] }),
      optional: true,
      os: [p.os],
      ...(isNode && { bin: { node: p.os === 'win32' ? 'bin/node.exe' : 'bin/node' } }),
    };
  }
}
if (process.argv.includes('--check')) {
  if (added.length) {
    console.error('missing in lock:', added.join(' '));
    process.exit(1);
  }
  process.exit(0);
}
// Builds of one release for several platforms are under one licence.
for (const { optionalDependencies = {} } of Object.values(pk)) {
  const builds = Object.keys(optionalDependencies).map((name) => pk[`node_modules/${name}`] ?? {});
  for (const build of builds.filter(({ version, license }) => version && !license)) {
    const licences = new Set(builds.flatMap(({ version, license }) => (version === build.version && license ? [license] : [])));
    if (licences.size === 1) [build.license] = licences;
  }
}
// What the registry knows of them is pinned as npm would; for a package that it lacks, `npm ci`
// elsewhere checks the version only.
const unpinned = Object.entries(pk).filter(([path, e]) => path.includes('node_modules/') && !e.integrity && !e.inBundle && !e.link);
for (const [path, entry] of unpinned) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { stdout } = spawnSync('npm', ['view', `${name}@${entry.version}`, 'dist.integrity'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (stdout.trim()) entry.integrity = stdout.trim();
  else console.warn(`no integrity known for ${name}@${entry.version}`);
}
lock.packages = Object.fromEntries(Object.entries(pk).sort(([a], [b]) => a.localeCompare(b, 'en')));
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${added.length} entries`);
