import { createIdentity } from '../../modules/identity/index.ts';
import type { Host } from '../host.ts';
import { TOKEN_SCOPES } from '../port/authenticator.ts';
import { ENGINE_ACTOR } from '../runtime/engine-parts.ts';
import type { CommandOutput } from './output.ts';

const USAGE = `Expected lanework token create <name> <scope>[,<scope> ...] with scopes out of ${TOKEN_SCOPES.join(', ')}`;

/** `lanework token create <name> <scopes>`: makes an API token and prints it; it is shown this once. */
export async function tokenCommand(args: readonly string[], output: CommandOutput, host: Host): Promise<number> {
  const [verb, name, list] = args;
  const scopes = (list ?? '').split(',').map((text) => TOKEN_SCOPES.find((scope) => scope === text));
  const known = scopes.filter((scope) => scope !== undefined);
  if (verb !== 'create' || name === undefined || args.length !== 3 || known.length !== scopes.length) {
    output.err(`${USAGE}, but found: ${args.join(' ')}`);
    return 2;
  }
  const { token } = await createIdentity(host, { demo: false }).createApiToken(
    { name, scopes: known, expiresAt: null },
    { ...ENGINE_ACTOR, name: 'Command line' },
  );
  output.out(token);
  return 0;
}
