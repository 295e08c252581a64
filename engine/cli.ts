#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import type { CommandOutput } from './command/output.ts';
import type { OperationCatalogue } from './parse/index.ts';

/** Runs one command with its arguments; the number is the exit status. Commands load what they need, so that each starts as soon as it can. */
type CommandBody = (args: readonly string[], output: CommandOutput) => Promise<number>;

interface CommandLine {
  readonly usage: string;
  readonly help: string;
  readonly run: CommandBody;
}

/** Time for what is left of the event loop after a command has ended, in milliseconds. */
const EXIT_GRACE_MS = 300;

const config = async () => (await import('./config.ts')).readConfig(process.env);

/** Runs a command on the database, beside a running server or alone. */
async function withHost(work: (host: import('./host.ts').Host) => Promise<number>): Promise<number> {
  const settingsRead = await config();
  const { createLogger, openHost } = await import('./host.ts');
  const host = await openHost(settingsRead, createLogger(settingsRead), { beside: true });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

/** The operations of the product, for checks that are the same as those of a deployment. */
async function productCatalogue(): Promise<OperationCatalogue> {
  const [{ modules }, { catalogueOfModules }] = await Promise.all([import('./modules.ts'), import('./operation-catalogue.ts')]);
  return catalogueOfModules(modules);
}

const COMMANDS: Readonly<Record<string, CommandLine>> = {
  serve: {
    usage: 'serve [--role all|api|worker]',
    help: 'serve the product',
    run: async (args, output) => (await import('./command/serve.ts')).serve(args, output, await config()),
  },
  migrate: {
    usage: 'migrate',
    help: 'bring the database up to date',
    run: (_args, output) =>
      withHost(() => {
        output.out('The database is up to date');
        return Promise.resolve(0);
      }),
  },
  deploy: {
    usage: 'deploy <files>',
    help: 'deploy diagrams, forms and decisions',
    run: (args, output) => withHost(async (host) => (await import('./command/deploy.ts')).deployCommand(args, output, host)),
  },
  token: {
    usage: 'token create <name> <scopes>',
    help: 'make an API token',
    run: (args, output) => withHost(async (host) => (await import('./command/token.ts')).tokenCommand(args, output, host)),
  },
  check: {
    usage: 'check <files>',
    help: 'run the deployment checks',
    run: async (args, output) => (await import('./command/check.ts')).checkCommand(args, output, productCatalogue),
  },
  import: {
    usage: 'import <file.bpmn> [--out <file>] [--json]',
    help: 'translate a diagram of Camunda, Operaton, Flowable or Activiti and report what became of it',
    run: async (args, output) => (await import('./command/import-diagram.ts')).importCommand(args, output),
  },
  trace: {
    usage: 'trace <file.bpmn> <scenario.json> [--timing]',
    help: 'run a scenario and print what happens',
    run: async (args, output) => (await import('./command/trace.ts')).trace(args, output),
  },
  test: {
    usage: 'test [process]',
    help: 'run the scenarios of the processes',
    run: async (args, output) => (await import('./command/test-process.ts')).testProcesses(args, output),
  },
  decide: {
    usage: 'decide <file.dmn> <decision> <input.json> [files]',
    help: 'evaluate a decision',
    run: async (args, output) => (await import('./command/decide-decision.ts')).decideCommand(args, output),
  },
  audit: {
    usage: 'audit verify [--instance <id>] [--json] | run',
    help: 'verify journal and replay, of all or of one instance with its call tree, or run the invariants of the modules',
    run: (args, output) => withHost(async (host) => (await import('./command/audit.ts')).auditCommand(args, output, host)),
  },
  backup: {
    usage: 'backup <file>',
    help: 'write the whole database into a new file, as of one moment, also while servers run',
    run: async (args, output) => (await import('./command/backup.ts')).backupCommand(args, output, await config()),
  },
  restore: {
    usage: 'restore <file> [--force]',
    help: 'bring a backup of this version or an older one into an empty database and audit it; --force deletes what is in the database first',
    run: async (args, output) => (await import('./command/restore.ts')).restoreCommand(args, output, await config()),
  },
};

async function printHelp(output: CommandOutput): Promise<void> {
  const { settings } = await import('./config.ts');
  output.out('Usage: lanework <command>\n');
  for (const { usage, help } of Object.values(COMMANDS)) output.out(`  ${usage.padEnd(46)}${help}`);
  output.out('\nEnvironment:\n');
  for (const { name, description, fallback } of settings)
    output.out(`  ${name.padEnd(30)}${description}${fallback === null ? '' : ` (default ${fallback})`}`);
}

/** By its name, because only commands that read settings load them. */
const isConfigError = (error: unknown): boolean => error instanceof Error && error.name === 'ConfigError';

async function main(args: readonly string[]): Promise<number> {
  const output: CommandOutput = {
    out: (line) => {
      process.stdout.write(`${line}\n`);
    },
    err: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help') {
    await printHelp(output);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    output.err(`Expected a command out of ${Object.keys(COMMANDS).join(', ')}, but found "${name}"`);
    return 2;
  }
  try {
    return await command.run(rest, output);
  } catch (error) {
    // A person reads this: the message says what to mend. Whoever looks for the place sets LANEWORK_LOG_LEVEL=debug.
    output.err(error instanceof Error ? error.message : String(error));
    if (!isConfigError(error) && process.env['LANEWORK_LOG_LEVEL'] === 'debug' && error instanceof Error) output.err(error.stack ?? '');
    return 1;
  }
}

/** Nobody has to read to the end: a closed pipe, as behind `| head`, is no fault. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

process.stdout.on('error', passOverClosedPipe);
process.stderr.on('error', passOverClosedPipe);
// The second start need not strip the types of every file again.
enableCompileCache();
process.exitCode = await main(process.argv.slice(2));
// Whoever reads the other end of a pipe slowly still gets every line.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
// Everything is closed by now. A handle that a library has forgotten (a timer of BullMQ's waiting worker lasts an hour) must not keep the process: it would look as if it still served.
setTimeout(() => {
  process.exit();
}, EXIT_GRACE_MS).unref();
