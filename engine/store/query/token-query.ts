import type { Pool } from 'pg';
import type { TokensRow } from '../../port/queries.ts';
import type { ElementInstance, WaitingToken } from '../../state/index.ts';

/** Element instances and tokens shown at once; more belong to a loop that nobody repairs one by one. */
const MAX_TOKENS = 2_000;

interface Row {
  readonly element_instances: Readonly<Record<string, ElementInstance>> | null;
  readonly tokens: Readonly<Record<string, WaitingToken>> | null;
  readonly incidents: Readonly<Record<string, { readonly elementInstanceId: string }>> | null;
}

/** Where the tokens of an instance are now: what somebody who repairs it chooses from. Null when there is no such instance. */
export async function readTokens(pool: Pool, instanceId: string): Promise<TokensRow | null> {
  const { rows } = await pool.query<Row>(
    `select state -> 'elementInstances' as element_instances, state -> 'tokens' as tokens, state -> 'incidents' as incidents
     from process_instance where id = $1`,
    [instanceId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const failed = new Set(Object.values(row.incidents ?? {}).map((incident) => incident.elementInstanceId));
  // jsonb orders keys by length and text, which for counting ids is their order.
  const instances = Object.values(row.element_instances ?? {}).slice(0, MAX_TOKENS);
  return {
    elementInstances: instances.map(({ id, elementId, scopeId, isLoopBody, loopIndex, status }) => ({
      id,
      elementId,
      scopeId,
      isLoopBody,
      loopIndex,
      isActive: status === 'active',
      hasIncident: failed.has(id),
    })),
    tokens: Object.values(row.tokens ?? {}).slice(0, MAX_TOKENS),
  };
}
