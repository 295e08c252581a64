import type { Actor } from '../../engine/port/module-contract.ts';
import { DEMO_PEOPLE } from '../identity/index.ts';

/** A person of the demo company as the one who acts. */
export function person(login: 'anna' | 'boris' | 'carmen' | 'david' | 'eka'): Actor {
  const found = DEMO_PEOPLE.find((each) => each.login === login);
  if (found === undefined) throw new Error(`Expected the demo person ${login}, but there is none.`);
  return { kind: 'user', id: found.login, name: found.name, roles: found.roles, groups: found.groups };
}
