/** Reads the arguments of commands as `tenantry` does, from the words of a command line. */
import { client } from '../../cli/client/declaration.ts';
import { readCommand } from '../../cli/client/options.ts';
import { parseArguments } from '../../cli/command/parser.ts';
import { doctor } from '../../cli/doctor/declaration.ts';
import * as doctorReader from '../../cli/doctor/options.ts';
import { exportEntities } from '../../cli/export/declaration.ts';
import * as exportReader from '../../cli/export/options.ts';
import * as firstHourReader from '../../cli/first-hour/options.ts';
import { importOrganizations } from '../../cli/import/declaration.ts';
import * as importReader from '../../cli/import/options.ts';
import { listen } from '../../cli/listen/declaration.ts';
import * as listenReader from '../../cli/listen/options.ts';
import { start } from '../../local/declaration.ts';
import * as startReader from '../../local/options.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Args = readonly string[];

export const clientCommand = (args: Args) => readCommand(parseArguments(client, args));
export const doctorOptions = (args: Args, env: Environment) => doctorReader.readOptions(parseArguments(doctor, args), env);
export const exportOptions = (args: Args, env: Environment) => exportReader.readOptions(parseArguments(exportEntities, args), env);
export const firstHourOptions = (args: Args) => firstHourReader.readOptions(parseArguments(doctor, args));
export const importOptions = (args: Args, env: Environment) => importReader.readOptions(parseArguments(importOrganizations, args), env);
export const listenOptions = (args: Args, env: Environment) => listenReader.readOptions(parseArguments(listen, args), env);
export const startOptions = (args: Args, env: Environment) => startReader.readOptions(parseArguments(start, args), env);
