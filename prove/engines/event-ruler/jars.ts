import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A jar of Maven Central, by its coordinate and its hash. */
export interface Jar {
  readonly coordinate: string;
  readonly file: string;
  readonly sha256: string;
}

const jar = (group: string, artifact: string, version: string, sha256: string): Jar => ({
  coordinate: `${group}:${artifact}:${version}`,
  file: `${artifact}-${version}.jar`,
  sha256,
});

/** EventBridge's own engine, and what it reads JSON with; Apache-2.0 and MIT. */
export const JARS = [
  jar('software.amazon.event.ruler', 'event-ruler', '2.1.0', '0de916a30048f996f129d05eb3dc6871c89a462f1377c876fd2d34f2e04152fe'),
  jar('com.fasterxml.jackson.core', 'jackson-core', '2.22.2', 'ff167a6317be15895706c26668f45b898efe40ab8780970658210fe1393d52a6'),
  jar('com.fasterxml.jackson.core', 'jackson-databind', '2.22.2', 'd0da14c12b16b5d54719aa172d83b542ff4abeb8b0fb7db476fde8ceece760ca'),
  jar('com.fasterxml.jackson.core', 'jackson-annotations', '2.22', '21ddb598807d3a51a876704eb979d9296e1c6a6f47ab1826ff88c6d6a127a2d0'),
  jar('ch.randelshofer', 'fastdoubleparser', '2.0.1', '4242e2335299026524d331355a6cd75abdc38c8fed4402f25b5c7ce9d7668cc1'),
] as const;

/** Where they are installed. */
export const FOLDER = join(import.meta.dirname, '../../../node_modules/.cache/tenantry-event-ruler-2.1.0');

/** Returns whether a jar in a folder is the one that is pinned. */
export const isPinned = (folder: string, { file, sha256 }: Jar): boolean => {
  const path = join(folder, file);
  return existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
};
