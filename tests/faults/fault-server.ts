import './clock-shift.ts';
import { readConfig } from '../../engine/config.ts';
import { ROLES, startServer } from '../../engine/main.ts';
import { module as identity } from '../../modules/identity/index.ts';
import { faultModule } from './fault-module.ts';
import { workModule } from './work-module.ts';

// The server of the product with the modules of the faults instead of the product's modules; started and killed by the fault tests.
const role = ROLES.find((each) => each === process.argv[2]) ?? 'all';
const server = await startServer(readConfig(process.env), role, [identity, faultModule, workModule]);
process.stdout.write(`ready ${server.url ?? ''}\n`);
process.once('SIGTERM', () => {
  void server.close();
});
