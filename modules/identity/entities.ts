import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';

/** A group that diagrams name as candidates; the id is what they write. */
export const GroupEntity = defineEntity({
  name: 'IdentityGroup',
  tableName: 'identity_group',
  properties: { id: p.text().primary(), name: p.text() },
});

/** An account. The id is the login: diagrams assign tasks by it, so it is chosen by people and never changes. */
export const UserEntity = defineEntity({
  name: 'IdentityUser',
  tableName: 'identity_user',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    email: p.text(),
    passwordHash: p.text(),
    roles: p.array(),
    locale: p.text(),
    active: p.boolean(),
    createdAt: p.datetime(),
    groups: () => p.manyToMany(GroupEntity).pivotTable('identity_membership').joinColumn('user_id').inverseJoinColumn('group_id'),
  },
});

/** An API token by the hash of its text. Revoked tokens stay, since the history names them. */
export const ApiTokenEntity = defineEntity({
  name: 'IdentityApiToken',
  tableName: 'identity_api_token',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    hash: p.text().hidden(),
    scopes: p.array(),
    createdAt: p.datetime(),
    createdBy: p.text(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

export type UserRow = InferEntity<typeof UserEntity>;
export type ApiTokenRow = InferEntity<typeof ApiTokenEntity>;

/** Sessions and failed attempts are no entities: both are read and written by single statements on the hot path of every request. */
export const identityEntities = [GroupEntity, UserEntity, ApiTokenEntity];
