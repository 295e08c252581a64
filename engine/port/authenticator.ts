import type { Actor, LocalizedText } from './module-contract.ts';

/** What a person may do in general; rights on one record or task come on top of it. */
export const ROLES = ['admin', 'analyst', 'manager', 'employee'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What an API token may do: `read` everything a manager sees, `write` start and work on instances, `jobs` serve jobs as an outside
 * worker, `deploy` diagrams, `admin` manage people and tokens.
 */
export const TOKEN_SCOPES = ['read', 'write', 'jobs', 'deploy', 'admin'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Languages of the product; a person works in one of them. */
export const LANGUAGES = ['en', 'es', 'cs', 'ru', 'ka'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A person with an account. `id` equals `login`: the name by which diagrams assign tasks, never changed once given. */
export interface User {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** Ids of groups, for example `sales`; diagrams name them as candidate groups. */
  readonly groups: readonly string[];
  readonly locale: Language;
  /** False: the person can no longer sign in; his name stays in the history. */
  readonly active: boolean;
}

export interface Group {
  readonly id: string;
  readonly name: string;
}

/** Someone shown on the sign-in page of the demo, who signs in with one click. */
export interface DemoPerson {
  readonly login: string;
  readonly name: string;
  readonly description: LocalizedText;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
}

/** A valid credential: who it is, and for an API token the scopes it is bounded by (null for a person). */
export interface Authentication {
  readonly actor: Actor;
  readonly user: User | null;
  readonly scopes: readonly TokenScope[] | null;
}

export type SignInResult =
  /** `sessionToken` goes to the cookie and nowhere else; only its hash is stored. Times are ISO 8601 UTC. */
  | { readonly kind: 'signedIn'; readonly sessionToken: string; readonly expiresAt: string; readonly user: User }
  /** Wrong login, wrong password or inactive: the caller is not told which. */
  | { readonly kind: 'refused' }
  /** Too many failures for this login, whether it exists or not. */
  | { readonly kind: 'locked'; readonly retryAfterMs: number };

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly locale: Language;
}

/** Fields of a person that may change; an absent one stays. A new password or `active: false` ends all his sessions. */
export interface UserChange {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly locale?: Language | undefined;
  readonly active?: boolean | undefined;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
}

/**
 * Who somebody is: sign-in, sessions, API tokens, people and groups. The HTTP layer knows only this port; `modules/identity`
 * implements it. Failures that a caller can mend are `HttpProblem`s (LOGIN_TAKEN, GROUP_TAKEN, GROUP_UNKNOWN, LAST_ADMIN, NOT_FOUND).
 */
export interface Authenticator {
  signIn(login: string, password: string, client: { readonly address: string; readonly userAgent: string }): Promise<SignInResult>;
  signOut(sessionToken: string): Promise<void>;
  /** Ends every session of a person. */
  signOutEverywhere(userId: string): Promise<void>;
  /** Null when the credential is unknown, expired or its person inactive. */
  authenticateSession(sessionToken: string): Promise<Authentication | null>;
  authenticateToken(apiToken: string): Promise<Authentication | null>;
  users(): Promise<readonly User[]>;
  groups(): Promise<readonly Group[]>;
  /** Names of people by id; ids that are nobody's are absent. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  createUser(user: NewUser): Promise<User>;
  createGroup(group: Group): Promise<Group>;
  updateUser(id: string, change: UserChange): Promise<User>;
  /** The token's text is returned this once and never stored. `expiresAt` null: it does not expire. */
  createApiToken(
    token: { readonly name: string; readonly scopes: readonly TokenScope[]; readonly expiresAt: string | null },
    createdBy: Actor,
  ): Promise<{ readonly id: string; readonly token: string }>;
  apiTokens(): Promise<readonly ApiToken[]>;
  revokeApiToken(id: string): Promise<void>;
  /** Empty outside demo mode. */
  demoPeople(): Promise<readonly DemoPerson[]>;
}
