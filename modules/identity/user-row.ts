import { LANGUAGES, ROLES, type User } from '../../engine/port/authenticator.ts';

/** Columns of a person for `select ... from identity_user as person`. */
export const USER_COLUMNS = `
  person.id, person.name, person.email, person.roles, person.locale, person.active,
  array(select group_id from identity_membership where user_id = person.id order by group_id) as groups`;

/** A row of these columns. */
export interface UserColumns {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly locale: string;
  readonly active: boolean;
  readonly groups: readonly string[];
}

/** The person of a row; check constraints of the table hold roles and locale to their lists. */
export function userOf(row: UserColumns): User {
  return {
    id: row.id,
    login: row.id,
    name: row.name,
    email: row.email,
    roles: ROLES.filter((role) => row.roles.includes(role)),
    groups: row.groups,
    locale: LANGUAGES.find((language) => language === row.locale) ?? 'en',
    active: row.active,
  };
}
