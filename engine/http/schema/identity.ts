import { z } from 'zod';
import { LANGUAGES, ROLES, TOKEN_SCOPES } from '../../port/authenticator.ts';
import { flag, instant, localized, MAX_NAME_LENGTH, nullableInstant, person, strings } from './common.ts';

const MIN_PASSWORD_LENGTH = 8;
const MAX_PASSWORD_LENGTH = 256;
const MAX_EMAIL_LENGTH = 254;

export const role = z.enum(ROLES);
export const language = z.enum(LANGUAGES);
const roles = z.array(role).readonly();
const groupId = z.string().regex(/^[a-z][a-z\d-]{0,63}$/u, 'Expected a group id of lower-case letters, digits and hyphens.');
const groupIds = z.array(groupId).max(100).readonly();

/** Logins are ids in diagrams and in the history, so they are short, plain and never change. */
export const login = z
  .string()
  .regex(/^[a-z][a-z\d._-]{0,63}$/u, 'Expected a login of lower-case letters, digits, dots, hyphens and underscores.');
const displayName = z.string().trim().min(1).max(MAX_NAME_LENGTH);
const email = z.email().max(MAX_EMAIL_LENGTH);
const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH);

export const signInBody = z.strictObject({
  login: z.string().min(1).max(MAX_NAME_LENGTH),
  password: z.string().min(1).max(MAX_PASSWORD_LENGTH),
});
export const session = z
  .object({
    user: z
      .object({ id: z.string(), login: z.string(), name: z.string(), email: z.string(), roles, groups: strings, locale: language })
      .readonly(),
    demo: z.boolean(),
  })
  .readonly()
  .meta({ id: 'Session' });
export const signOutQuery = z.strictObject({ everywhere: flag.default(false) });
export const ownPasswordBody = z.strictObject({ currentPassword: z.string().min(1).max(MAX_PASSWORD_LENGTH), newPassword });
export const ownUserBody = z.strictObject({ locale: language.exactOptional() });

export const settings = z
  .object({
    demo: z.boolean(),
    demoPeople: z
      .array(z.object({ login: z.string(), name: z.string(), description: localized, roles, groups: strings }).readonly())
      .readonly(),
    languages: z.array(language).readonly(),
    version: z.string(),
  })
  .readonly()
  .meta({ id: 'Settings' });

export const user = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    email: z.string(),
    roles,
    groups: strings,
    locale: language,
    active: z.boolean(),
  })
  .readonly()
  .meta({ id: 'User' });
/** Administrators see accounts; everybody else sees whom he works with by name. */
export const users = z.array(z.union([user, person])).readonly();
export const newUserBody = z.strictObject({
  login,
  name: displayName,
  email,
  password: newPassword,
  roles: roles.default(['employee']),
  groups: groupIds.default([]),
  locale: language.default('en'),
});
export const userChangeBody = z.strictObject({
  name: displayName.optional(),
  email: email.optional(),
  password: newPassword.optional(),
  roles: roles.optional(),
  groups: groupIds.optional(),
  locale: language.optional(),
  active: z.boolean().optional(),
});
export const userParams = z.strictObject({ id: login });

export const group = z.object({ id: z.string(), name: z.string() }).readonly().meta({ id: 'Group' });
export const newGroupBody = z.strictObject({ id: groupId, name: displayName });

const scopes = z.array(z.enum(TOKEN_SCOPES)).min(1).readonly();
export const newTokenBody = z.strictObject({ name: displayName, scopes, expiresAt: z.iso.datetime({ offset: true }).optional() });
export const newToken = z.object({ id: z.string(), token: z.string() }).readonly();
export const apiToken = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes,
    createdAt: instant,
    createdBy: z.string(),
    expiresAt: nullableInstant,
  })
  .readonly()
  .meta({ id: 'ApiToken' });
