/**
 * The app of `npx tenantry start` in a folder without a `cdk.json`, from the installed package: one
 * installation without an app around it.
 */
import { configuredApp } from '../lib/configured-app.ts';

await configuredApp({}, process.cwd());
