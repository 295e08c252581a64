import { UniqueConstraintViolationException, type EntityManager, type MikroORM } from '@mikro-orm/postgresql';
import type { Group, NewUser, User, UserChange } from '../../engine/port/authenticator.ts';
import { HttpProblem } from '../../engine/port/http-problem.ts';
import { GroupEntity, UserEntity, type UserRow } from './entities.ts';
import { hashPassword } from './secrets.ts';
import { userOf } from './user-row.ts';

/** Key of the advisory lock that makes "at least one administrator" hold when two are demoted at once ("IDEN"). */
const ADMIN_LOCK = 0x4944454e;

/** Every person, by name. */
export async function listUsers(orm: MikroORM): Promise<readonly User[]> {
  const rows = await orm.em.fork().find(UserEntity, {}, { populate: ['groups'], orderBy: { name: 'asc', id: 'asc' } });
  return rows.map(present);
}

/** Every group, by name. */
export async function listGroups(orm: MikroORM): Promise<readonly Group[]> {
  const rows = await orm.em.fork().find(GroupEntity, {}, { orderBy: { name: 'asc', id: 'asc' } });
  return rows.map(({ id, name }) => ({ id, name }));
}

/** Makes a group; refused with GROUP_TAKEN (409) when the id is in use. */
export async function createGroup(orm: MikroORM, group: Group): Promise<Group> {
  const em = orm.em.fork();
  em.create(GroupEntity, { ...group });
  await flushNew(em, 'GROUP_TAKEN', `Expected a new group id, but ${group.id} is in use.`);
  return group;
}

/** Makes an account; refused with LOGIN_TAKEN (409) or GROUP_UNKNOWN (422). */
export async function createUser(orm: MikroORM, user: NewUser): Promise<User> {
  const em = orm.em.fork();
  const row = em.create(UserEntity, {
    id: user.login,
    name: user.name,
    email: user.email,
    passwordHash: await hashPassword(user.password),
    roles: [...user.roles],
    locale: user.locale,
    active: true,
    createdAt: new Date(),
    groups: await groupsById(em, user.groups),
  });
  await flushNew(em, 'LOGIN_TAKEN', `Expected a new login, but ${user.login} is in use.`);
  return present(row);
}

/** Changes an account; the last active administrator stays one (LAST_ADMIN, 409). */
export async function updateUser(orm: MikroORM, id: string, change: UserChange): Promise<User> {
  const passwordHash = change.password === undefined ? null : await hashPassword(change.password);
  return orm.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?)', [ADMIN_LOCK]);
    const row = await em.findOne(UserEntity, { id }, { populate: ['groups'] });
    if (row === null) throw new HttpProblem(404, 'NOT_FOUND', `Expected the login of a person, but found ${id}.`);
    if (change.name !== undefined) row.name = change.name;
    if (change.email !== undefined) row.email = change.email;
    if (change.locale !== undefined) row.locale = change.locale;
    if (change.roles !== undefined) row.roles = [...change.roles];
    if (change.active !== undefined) row.active = change.active;
    if (passwordHash !== null) row.passwordHash = passwordHash;
    if (change.groups !== undefined) row.groups.set(await groupsById(em, change.groups));
    await em.flush();
    if ((await em.count(UserEntity, { active: true, roles: { $contains: ['admin'] } })) === 0) {
      throw new HttpProblem(409, 'LAST_ADMIN', `Expected at least one active administrator, but ${id} is the last.`);
    }
    return present(row);
  });
}

async function groupsById(em: EntityManager, ids: readonly string[]) {
  const groups = await em.find(GroupEntity, { id: { $in: [...ids] } });
  const unknown = ids.find((id) => !groups.some((group) => group.id === id));
  if (unknown !== undefined) throw new HttpProblem(422, 'GROUP_UNKNOWN', `Expected ids of groups, but found ${unknown}.`);
  return groups;
}

async function flushNew(em: EntityManager, code: string, message: string): Promise<void> {
  try {
    await em.flush();
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) throw new HttpProblem(409, code, message);
    throw error;
  }
}

function present(row: UserRow): User {
  return userOf({
    ...row,
    groups: row.groups
      .getItems()
      .map((group) => group.id)
      .toSorted(),
  });
}
