import type { Authentication, Role } from '../port/authenticator.ts';
import { HttpProblem } from '../port/http-problem.ts';
import type { Actor } from '../port/module-contract.ts';
import type { TaskRow, Viewer } from '../port/queries.ts';
import type { Route } from './route.ts';

/** Roles that may look into every instance, its variables and its journal. */
export const OVERSEERS: readonly Role[] = ['manager', 'analyst', 'admin'];
/** Roles that change running instances by hand. */
export const SUPERVISORS: readonly Role[] = ['manager', 'admin'];
/** Roles that draw and deploy diagrams. */
export const DESIGNERS: readonly Role[] = ['analyst', 'admin'];
export const ADMINS: readonly Role[] = ['admin'];

/** Someone who has not signed in. */
export const VISITOR: Actor = { kind: 'user', id: '', name: '', roles: [], groups: [] };

/**
 * The one place where a call is allowed or refused: a person by his roles, an API token by its scopes. What no rule allows is refused.
 * Which tasks and instances somebody may see comes on top, in the queries.
 */
export function authorize(route: Pick<Route, 'access' | 'scope'>, authentication: Authentication | null): void {
  if (route.access === 'public') return;
  if (authentication === null)
    throw new HttpProblem(401, 'UNAUTHENTICATED', 'Expected a signed-in person or an API token, but there is none.');
  if (authentication.scopes !== null) {
    if (authentication.scopes.includes(route.scope)) return;
    throw new HttpProblem(
      403,
      'FORBIDDEN',
      `Expected an API token with the scope ${route.scope}, but it has ${authentication.scopes.join(', ') || 'none'}.`,
    );
  }
  if (route.access === 'signedIn' || hasRole(authentication.actor, route.access)) return;
  throw new HttpProblem(
    403,
    'FORBIDDEN',
    `Expected one of the roles ${route.access.join(', ')}, but the account has ${authentication.actor.roles.join(', ') || 'none'}.`,
  );
}

/** Whether somebody has at least one of the roles. */
export function hasRole(actor: Actor, roles: readonly Role[]): boolean {
  const wanted: readonly string[] = roles;
  return actor.roles.some((role) => wanted.includes(role));
}

/** Through whose eyes lists are read. */
export function viewerOf(actor: Actor): Viewer {
  return { id: actor.id, groups: actor.groups, seesAllTasks: hasRole(actor, SUPERVISORS), seesAllInstances: hasRole(actor, OVERSEERS) };
}

/** Candidates and supervisors may take an open task that nobody has. */
export function mayClaim(actor: Actor, task: TaskRow): boolean {
  if (task.status !== 'open' || task.assignee !== null) return false;
  return isCandidate(actor, task) || hasRole(actor, SUPERVISORS);
}

/** The assignee completes a task; while nobody has it, whoever may claim it. A supervisor first takes it over, so that the history names him. */
export function mayComplete(actor: Actor, task: TaskRow): boolean {
  return task.status === 'open' && (task.assignee === actor.id || mayClaim(actor, task));
}

/** The assignee gives his task back; a supervisor takes it from anybody. */
export function mayUnclaim(actor: Actor, task: TaskRow): boolean {
  return task.status === 'open' && task.assignee !== null && (task.assignee === actor.id || hasRole(actor, SUPERVISORS));
}

/** Candidate starter groups are enforced for everybody but administrators; without any, everybody may start the process. */
export function mayStart(actor: Actor, candidateStarterGroups: readonly string[]): boolean {
  if (candidateStarterGroups.length === 0 || hasRole(actor, ADMINS)) return true;
  return candidateStarterGroups.some((group) => actor.groups.includes(group));
}

function isCandidate(actor: Actor, task: TaskRow): boolean {
  return task.candidateUsers.includes(actor.id) || task.candidateGroups.some((group) => actor.groups.includes(group));
}
