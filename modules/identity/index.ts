import { Router } from 'express';
import type { ModuleContract } from '../../engine/port/module.ts';
import { seedDemoPeople } from './demo-people.ts';
import { identityEntities } from './entities.ts';
import { identityMigrations } from './migrations.ts';

export { createIdentity, type Identity } from './identity.ts';
export { DEMO_GROUPS, DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people.ts';

/** People, groups, sessions and API tokens. Its API is part of the core (`/session`, `/users`, ...), through the port `Authenticator`. */
export const module: ModuleContract = {
  name: 'identity',
  operations: [],
  entities: identityEntities,
  migrations: identityMigrations,
  recordTypes: [],
  invariants: [
    {
      id: 'ID1',
      title: 'Nobody who is inactive has a session',
      sql: `select session.user_id from identity_session as session join identity_user as person on person.id = session.user_id where not person.active`,
    },
    {
      id: 'ID2',
      title: 'Somebody active is an administrator, once there are people',
      sql: `select 'no administrator' as problem where exists (select from identity_user) and not exists (select from identity_user where active and 'admin' = any(roles))`,
    },
  ],
  routes: () => Router(),
  seedDemo: (services) => seedDemoPeople(services.orm),
};
